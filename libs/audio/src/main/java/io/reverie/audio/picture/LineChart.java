package io.reverie.audio.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Lines over a common horizontal axis as PNG, 960 pixels wide: panels one above the other, each with a vertical axis and a
 * legend of its own. Streams are not closed; lettering is as in {@link SpectrogramPicture}.
 */
public final class LineChart {

    /** The most lines of a panel. */
    public static final int MOST_SERIES = LineStyle.COUNT;

    private static final int WIDTH = 960;
    private static final int LEFT = SheetLayout.LEFT;
    private static final int PLOT_WIDTH = WIDTH - LEFT - 30;
    private static final int PANEL_HEIGHT = 260;
    private static final int LOWEST_PANEL = 100;
    private static final int PIXELS_PER_TICK_ACROSS = 90;
    private static final int PIXELS_PER_TICK_UP = 45;
    private static final int AXIS_TITLE_X = 20;
    private static final int LEGEND_LINE = 24;
    private static final int LEGEND_ROW = 20;
    /** Lines that one row of the legend has room for, of long names; more lines wrap, a few more to the row. */
    private static final int FEW_LINES = 4;

    private static final int LEGEND_ENTRY = 210;
    private static final int NARROW_LEGEND_ENTRY = 170;
    /** Points that are farther apart than this are marked. */
    private static final int MARKED_DISTANCE = 12;

    private static final double MARK = 6;
    private static final float LINE = 2;
    private static final float EMPHASISED_LINE = 4;
    private static final Color GRID = new Color(0xE3, 0xE3, 0xE8);
    private static final Color ZERO = new Color(0xA9, 0xA9, 0xB2);

    private LineChart() {}

    /** A point of a line. */
    public record Point(double x, double y) {}

    /**
     * A line.
     *
     * @param name in the legend
     * @param points from left to right; may be none
     * @param emphasised whether it is thick, drawn through and lies above the others
     */
    public record Series(String name, List<Point> points, boolean emphasised) {

        public Series {
            points = List.copyOf(points);
        }

        /** A line like any other. */
        public Series(String name, List<Point> points) {
            this(name, points, false);
        }
    }

    /**
     * Lines over one vertical axis, which begins at 0, or below where points lie there.
     *
     * @param axisTitle what the axis is
     * @param highest upper end of the axis; where the points lie above it, or it is 0, the axis reaches as far as they do
     * @param height of the plot, in pixels, at least 100
     * @param series at most {@link #MOST_SERIES}
     */
    public record Panel(String axisTitle, double highest, int height, List<Series> series) {

        public Panel {
            series = List.copyOf(series);
            if (series.size() > MOST_SERIES) {
                throw new IllegalArgumentException(
                        "series must be at most " + MOST_SERIES + ", but are " + series.size());
            }
            if (height < LOWEST_PANEL) {
                throw new IllegalArgumentException("height must be at least " + LOWEST_PANEL + ", but is " + height);
            }
        }

        /** A panel of 260 pixels. */
        public Panel(String axisTitle, double highest, List<Series> series) {
            this(axisTitle, highest, PANEL_HEIGHT, series);
        }

        private int legendColumns() {
            return PLOT_WIDTH / legendEntry();
        }

        private int legendEntry() {
            return series.size() <= FEW_LINES ? LEGEND_ENTRY : NARROW_LEGEND_ENTRY;
        }

        /** Pixels above the plot. */
        private int captionHeight() {
            int rows = Math.max(1, (series.size() + legendColumns() - 1) / legendColumns());
            return Sheet.CAPTION_HEIGHT + (rows - 1) * LEGEND_ROW;
        }

        private NumberAxis axis() {
            double lowest = values(Point::y).min().orElse(0);
            double reached = Math.max(highest, values(Point::y).max().orElse(0));
            return new NumberAxis(lowest, reached, height, PIXELS_PER_TICK_UP);
        }

        private DoubleStream values(ToDoubleFunction<Point> coordinate) {
            return series.stream().flatMap(one -> one.points().stream()).mapToDouble(coordinate);
        }
    }

    /**
     * Writes a chart.
     *
     * @param title one line above the panels
     * @param axisTitle what the horizontal axis is, which begins at 0
     * @param panels from the top down
     */
    public static void write(OutputStream out, String title, String axisTitle, List<Panel> panels) throws IOException {
        int plots = panels.stream()
                .mapToInt(panel -> panel.captionHeight() + panel.height())
                .sum();
        Sheet sheet = new Sheet(WIDTH, Sheet.TITLE_HEIGHT + plots + Sheet.FOOT_HEIGHT, title, LEFT);
        double farthest = panels.stream()
                .flatMapToDouble(panel -> panel.values(Point::x))
                .max()
                .orElse(0);
        NumberAxis across = new NumberAxis(farthest, PLOT_WIDTH, PIXELS_PER_TICK_ACROSS);
        int top = Sheet.TITLE_HEIGHT;
        for (Panel panel : panels) {
            top += panel.captionHeight();
            draw(sheet, panel, across, top);
            top += panel.height();
        }
        for (Tick tick : across.ticks()) {
            sheet.footTick(x(across, tick.value()), top, LEFT, tick.label());
        }
        sheet.footTitle(axisTitle, LEFT, PLOT_WIDTH, top);
        Sheet.writePng(out, sheet.finish());
    }

    private static void draw(Sheet sheet, Panel panel, NumberAxis across, int top) {
        NumberAxis up = panel.axis();
        int bottom = top + panel.height();
        Graphics2D graphics = sheet.graphics();
        for (Tick tick : up.ticks()) {
            int y = bottom - 1 - (int) Math.round(up.position(tick.value()));
            graphics.setColor(tick.value() == 0 && up.crossesZero() ? ZERO : GRID);
            graphics.drawLine(LEFT, y, LEFT + PLOT_WIDTH - 1, y);
            sheet.leftTick(LEFT, y, tick.label());
        }
        for (Tick tick : across.ticks()) {
            int x = x(across, tick.value());
            graphics.setColor(GRID);
            graphics.drawLine(x, top, x, bottom - 1);
            graphics.setColor(Sheet.INK);
            graphics.drawLine(x, bottom, x, bottom + Sheet.TICK);
        }
        sheet.frame(LEFT, top, PLOT_WIDTH, panel.height());
        sheet.lettering()
                .drawUpwards(
                        panel.axisTitle(),
                        Lettering.Align.CENTRE,
                        AXIS_TITLE_X,
                        top + panel.height() / 2,
                        panel.height(),
                        Sheet.SOFT_INK);
        lines(graphics, panel, across, up, bottom);
        legend(sheet, panel, top);
        graphics.setStroke(new BasicStroke(1));
    }

    /** Emphasised lines last: they lie above the others. */
    private static void lines(Graphics2D graphics, Panel panel, NumberAxis across, NumberAxis up, int bottom) {
        for (boolean emphasised : new boolean[] {false, true}) {
            for (int i = 0; i < panel.series().size(); i++) {
                Series series = panel.series().get(i);
                if (series.emphasised() == emphasised) {
                    line(graphics, series, style(series, i), across, up, bottom);
                }
            }
        }
    }

    private static void line(
            Graphics2D graphics, Series series, LineStyle style, NumberAxis across, NumberAxis up, int bottom) {
        graphics.setColor(style.colour());
        graphics.setStroke(style.stroke(series.emphasised() ? EMPHASISED_LINE : LINE));
        double mark = series.emphasised() ? MARK + EMPHASISED_LINE - LINE : MARK;
        Path2D path = new Path2D.Double();
        boolean marked = series.points().size() * MARKED_DISTANCE <= PLOT_WIDTH;
        for (Point point : series.points()) {
            double x = LEFT + across.position(point.x());
            double y = bottom - 1 - up.position(point.y());
            if (path.getCurrentPoint() == null) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
            if (marked) {
                graphics.fill(new Ellipse2D.Double(x - mark / 2, y - mark / 2, mark, mark));
            }
        }
        graphics.draw(path);
    }

    private static LineStyle style(Series series, int number) {
        LineStyle style = LineStyle.of(number);
        return series.emphasised() ? style.solid() : style;
    }

    /** Row by row, the last one just above the plot. */
    private static void legend(Sheet sheet, Panel panel, int top) {
        int first = top - panel.captionHeight() + Sheet.CAPTION_HEIGHT - 12;
        for (int i = 0; i < panel.series().size(); i++) {
            Series series = panel.series().get(i);
            int x = LEFT + i % panel.legendColumns() * panel.legendEntry();
            int y = first + i / panel.legendColumns() * LEGEND_ROW;
            LineStyle style = style(series, i);
            Graphics2D graphics = sheet.graphics();
            graphics.setColor(style.colour());
            graphics.setStroke(style.stroke(series.emphasised() ? EMPHASISED_LINE + 1 : LINE + 1));
            graphics.drawLine(x, y, x + LEGEND_LINE, y);
            sheet.lettering()
                    .draw(
                            series.name(),
                            series.emphasised() ? Lettering.Size.STRONG_LABEL : Lettering.Size.LABEL,
                            Lettering.Align.LEFT,
                            x + LEGEND_LINE + 8,
                            y + Sheet.LABEL_DROP,
                            panel.legendEntry() - LEGEND_LINE - 16,
                            Sheet.INK);
        }
    }

    private static int x(NumberAxis across, double value) {
        return LEFT + (int) Math.round(across.position(value));
    }
}
