package io.roifilter.example;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What the page of the receiver shows, as a person reads it. */
record OrdersReceived(String page) {
    private static final Pattern ROW = Pattern.compile("<tr>(.*?)</tr>", Pattern.DOTALL);
    private static final Pattern CELL = Pattern.compile("<td[^>]*>(.*?)</td>", Pattern.DOTALL);

    static OrdersReceived seenBy(Visitor visitor) throws IOException, InterruptedException {
        return new OrdersReceived(visitor.get("/orders-received").body());
    }

    int count() {
        return page.contains("id=\"nothing-yet\"") ? 0 : Integer.parseInt(text("orders-count"));
    }

    String total() {
        return text("orders-total");
    }

    /** Name to revenue, {@code by} message, link or contact. */
    Map<String, String> revenue(String by) {
        Map<String, String> revenue = new LinkedHashMap<>();
        rows("by-" + by).forEach(cells -> revenue.put(cells.get(0), cells.get(2)));
        return revenue;
    }

    /** The order ids of the latest orders, the newest first. */
    List<String> orderIds() {
        return rows("orders").stream().map(cells -> cells.get(0)).toList();
    }

    private List<List<String>> rows(String tableId) {
        int start = page.indexOf("<table id=\"" + tableId + "\"");
        String table = start < 0 ? "" : page.substring(start, page.indexOf("</table>", start));
        return ROW.matcher(table)
                .results()
                .map(row -> CELL.matcher(row.group(1))
                        .results()
                        .map(OrdersReceived::text)
                        .toList())
                .filter(cells -> !cells.isEmpty())
                .toList();
    }

    private String text(String id) {
        int start = page.indexOf('>', page.indexOf("id=\"" + id + "\"")) + 1;
        return page.substring(start, page.indexOf('<', start)).strip();
    }

    private static String text(MatchResult cell) {
        return cell.group(1).replaceAll("<[^>]*>", "").strip();
    }
}
