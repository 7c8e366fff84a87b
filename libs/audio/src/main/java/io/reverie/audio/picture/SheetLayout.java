package io.reverie.audio.picture;

/**
 * The measures of a sheet in pixels. What is not given here is the same on all sheets.
 *
 * @param width of the sheet
 * @param plotWidth of each panel; the frequencies' labels lie to the left of it, the colour bar to the right
 */
record SheetLayout(int width, int plotWidth) {

    /** From the sheet's left edge to the panels. */
    static final int LEFT = 78;

    private static final int RIGHT = 102;

    /** The sheets of {@link SpectrogramPicture}. */
    static SheetLayout wide() {
        return ofWidth(1280);
    }

    static SheetLayout ofWidth(int width) {
        return new SheetLayout(width, width - LEFT - RIGHT);
    }
}
