package io.roifilter.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer of the API: one item for each call that was executed, or a single one that speaks for the whole message.
 *
 * @param items in the order of the answer
 */
public record ApiResponse(List<Item> items) {
    /** Copies the items. */
    public ApiResponse {
        items = List.copyOf(items);
    }

    /**
     * One item. Texts are empty where the answer has none.
     *
     * @param methodName the method called
     * @param responseCode three digits
     * @param responseText what happened, in words
     * @param error {@code 1} on errors
     * @param responseData the method's own elements by name
     * @param responseNum the 1-based position of the call in the message
     * @param totals {@code totalRequests} and {@code totalCompleted}, where the API gives them
     */
    public record Item(
            String methodName,
            String responseCode,
            String responseText,
            String error,
            Map<String, String> responseData,
            String responseNum,
            Map<String, String> totals) {

        /**
         * What an answer shows of the item, in the API's order: a text by its name, but {@code responseData} as a map
         * of texts. What is empty is left out.
         */
        public Map<String, Object> elements() {
            Map<String, Object> elements = new LinkedHashMap<>();
            elements.put("methodName", methodName);
            elements.put("responseCode", responseCode);
            elements.put("error", error);
            elements.put("responseText", responseText);
            elements.put("responseData", responseData);
            elements.putAll(totals);
            elements.put("responseNum", responseNum);
            elements.values().removeIf(value -> value.equals("") || value.equals(Map.of()));
            return elements;
        }

        /** What is in it twice and differs is neither: no such code is known, no such number was sent. */
        static Item of(XmlElement item) {
            return new Item(
                    item.text("methodName"),
                    item.said("responseCode"),
                    item.said("responseText"),
                    item.said("error"),
                    item.child("responseData").texts(),
                    item.said("responseNum"),
                    Map.of());
        }
    }

    /**
     * Reads an answer. Unknown elements are passed over, texts are trimmed, order does not matter.
     *
     * @throws MalformedXmlException if it is not well-formed, has a document type declaration, or its root is not
     *     {@code methodResponse}
     */
    public static ApiResponse fromXml(String xml) throws MalformedXmlException {
        return new ApiResponse(XmlElement.parse(xml, "methodResponse").children("item").stream()
                .map(Item::of)
                .toList());
    }

    /** The answer as XML; empty texts are left out. */
    public String toXml() {
        return XmlText.write(xml -> {
            xml.start("methodResponse");
            for (Item item : items) {
                xml.start("item");
                for (Map.Entry<String, Object> element : item.elements().entrySet()) {
                    xml.element(element.getKey(), element.getValue());
                }
                xml.end();
            }
            xml.end();
        });
    }
}
