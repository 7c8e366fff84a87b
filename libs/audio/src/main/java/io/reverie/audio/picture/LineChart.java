package io.reverie.audio.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Lines over a common horizontal axis as PNG, 960 pixels wide: panels one above the other, each with a vertical axis and a
 * legend of its own. Streams are not closed; lettering is as in {@link SpectrogramPicture}.
 */
public final class LineChart {

    private static final int WIDTH = 960;
    private static final int LEFT = SheetLayout.LEFT;
    private static final int PLOT_WIDTH = WIDTH - LEFT - 30;
    private static final int PANEL_HEIGHT = 260;
    private static final int PIXELS_PER_TICK_ACROSS = 90;
    private static final int PIXELS_PER_TICK_UP = 45;
    private static final int AXIS_TITLE_X = 20;
    private static final int LEGEND_LINE = 24;
    private static final int LEGEND_ENTRY = 210;
    /** Points that are farther apart than this are marked. */
    private static final int MARKED_DISTANCE = 12;

    private static final double MARK = 6;
    private static final Color GRID = new Color(0xE3, 0xE3, 0xE8);

    /** Blue, vermilion, green, purple: told apart by colour-blind readers too (Okabe and Ito 2008). */
    private static final Color[] COLOURS = {
        new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7)
    };

    private LineChart() {}

    /** A point of a line. */
    public record Point(double x, double y) {}

    /**
     * A line.
     *
     * @param name in the legend
     * @param points from left to right; may be none
     */
    public record Series(String name, List<Point> points) {

        public Series {
            points = List.copyOf(points);
        }
    }

    /**
     * Lines over one vertical axis, which begins at 0.
     *
     * @param axisTitle what the axis is
     * @param highest upper end of the axis; where the points lie above it, or it is 0, the axis reaches as far as they do
     * @param series at most 4
     */
    public record Panel(String axisTitle, double highest, List<Series> series) {

        public Panel {
            series = List.copyOf(series);
            if (series.size() > COLOURS.length) {
                throw new IllegalArgumentException(
                        "series must be at most " + COLOURS.length + ", but are " + series.size());
            }
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
        int plots = panels.size() * (Sheet.CAPTION_HEIGHT + PANEL_HEIGHT);
        Sheet sheet = new Sheet(WIDTH, Sheet.TITLE_HEIGHT + plots + Sheet.FOOT_HEIGHT, title, LEFT);
        double farthest = panels.stream()
                .flatMap(panel -> panel.series().stream())
                .flatMap(series -> series.points().stream())
                .mapToDouble(Point::x)
                .max()
                .orElse(0);
        NumberAxis across = new NumberAxis(farthest, PLOT_WIDTH, PIXELS_PER_TICK_ACROSS);
        int top = Sheet.TITLE_HEIGHT;
        for (Panel panel : panels) {
            top += Sheet.CAPTION_HEIGHT;
            draw(sheet, panel, across, top);
            top += PANEL_HEIGHT;
        }
        for (Tick tick : across.ticks()) {
            sheet.footTick(x(across, tick.value()), top, LEFT, tick.label());
        }
        sheet.footTitle(axisTitle, LEFT, PLOT_WIDTH, top);
        Sheet.writePng(out, sheet.finish());
    }

    private static void draw(Sheet sheet, Panel panel, NumberAxis across, int top) {
        double highest = panel.series().stream()
                .flatMap(series -> series.points().stream())
                .mapToDouble(Point::y)
                .reduce(panel.highest(), Math::max);
        NumberAxis up = new NumberAxis(highest, PANEL_HEIGHT, PIXELS_PER_TICK_UP);
        Graphics2D graphics = sheet.graphics();
        for (Tick tick : up.ticks()) {
            int y = y(up, top, tick.value());
            graphics.setColor(GRID);
            graphics.drawLine(LEFT, y, LEFT + PLOT_WIDTH - 1, y);
            sheet.leftTick(LEFT, y, tick.label());
        }
        for (Tick tick : across.ticks()) {
            int x = x(across, tick.value());
            graphics.setColor(GRID);
            graphics.drawLine(x, top, x, top + PANEL_HEIGHT - 1);
            graphics.setColor(Sheet.INK);
            graphics.drawLine(x, top + PANEL_HEIGHT, x, top + PANEL_HEIGHT + Sheet.TICK);
        }
        sheet.frame(LEFT, top, PLOT_WIDTH, PANEL_HEIGHT);
        sheet.lettering()
                .drawUpwards(
                        panel.axisTitle(),
                        Lettering.Align.CENTRE,
                        AXIS_TITLE_X,
                        top + PANEL_HEIGHT / 2,
                        PANEL_HEIGHT,
                        Sheet.SOFT_INK);
        for (int i = 0; i < panel.series().size(); i++) {
            line(graphics, panel.series().get(i).points(), across, up, top, COLOURS[i]);
            legend(sheet, panel.series().get(i).name(), LEFT + i * LEGEND_ENTRY, top, COLOURS[i]);
        }
        graphics.setStroke(new BasicStroke(1));
    }

    private static void line(
            Graphics2D graphics, List<Point> points, NumberAxis across, NumberAxis up, int top, Color colour) {
        graphics.setColor(colour);
        graphics.setStroke(new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        Path2D path = new Path2D.Double();
        boolean marked = points.size() * MARKED_DISTANCE <= PLOT_WIDTH;
        for (Point point : points) {
            double x = LEFT + across.position(point.x());
            double y = top + PANEL_HEIGHT - 1 - up.position(point.y());
            if (path.getCurrentPoint() == null) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
            if (marked) {
                graphics.fill(new Ellipse2D.Double(x - MARK / 2, y - MARK / 2, MARK, MARK));
            }
        }
        graphics.draw(path);
    }

    private static void legend(Sheet sheet, String name, int x, int top, Color colour) {
        Graphics2D graphics = sheet.graphics();
        int y = top - 12;
        graphics.setColor(colour);
        graphics.setStroke(new BasicStroke(3));
        graphics.drawLine(x, y, x + LEGEND_LINE, y);
        int textX = x + LEGEND_LINE + 8;
        sheet.lettering()
                .draw(
                        name,
                        Lettering.Size.LABEL,
                        Lettering.Align.LEFT,
                        textX,
                        y + Sheet.LABEL_DROP,
                        LEGEND_ENTRY - LEGEND_LINE - 16,
                        Sheet.INK);
    }

    private static int x(NumberAxis across, double value) {
        return LEFT + (int) Math.round(across.position(value));
    }

    private static int y(NumberAxis up, int top, double value) {
        return top + PANEL_HEIGHT - 1 - (int) Math.round(up.position(value));
    }
}
