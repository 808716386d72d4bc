<%--
    The messages that were sent, to whom, and the links in them: the attribute `mailing` of the web application.
    The email page makes tracked links of the ids, the orders-received page makes names of the ids again.
--%>
<%!
    private final List<Map<String, Object>> messages = new ArrayList<>();
    private final Map<Long, Object> messageNames = new LinkedHashMap<>();
    private final Map<Long, Object> contactNames = new LinkedHashMap<>();
    private final Map<Long, Object> linkNames = new LinkedHashMap<>();

    public void jspInit() {
        message(97777016, "Spring kiln opening", "Maya Torres", "maya.torres@mail.example", "Tue, 8:04 AM",
            "The kiln is open, and the mugs are out",
            "Four days of firing, one day of waiting, and this morning we finally unbricked the door. The tide glaze came"
                + " out better than we dared hope: every mug a little different, none of them grey.",
            List.of(link(3416623, "tidewater-mug", "See the Tidewater mug"),
                link(3416624, "breakfast-bowl", "See the Breakfast bowl")));
        message(97777052, "Tea table, set for two", "Daniel Okafor", "daniel.okafor@mail.example", "Thu, 4:37 PM",
            "It is raining. Put the kettle on.",
            "We made a teapot for exactly this weather. Its lid stays on when you tip out the last cup, and it has"
                + " a jug to go with it that really does not drip. We checked, over several pots.",
            List.of(link(3416711, "storm-teapot", "See the Storm teapot"),
                link(3416712, "milk-jug", "See the Milk jug")));
        getServletContext().setAttribute("mailing", Map.of(
            "clickHost", "http://echo.saltmarsh.example/ct", "account", "619-295-1856", "messages", messages,
            "messageNames", messageNames, "contactNames", contactNames, "linkNames", linkNames));
    }

    /** A message to one contact; messageContactId stands for both. */
    private void message(long messageContactId, String name, String contact, String address, String sentAt,
            String subject, String text, List<Map<String, Object>> links) {
        messages.add(Map.of("messageContactId", messageContactId, "name", name, "contact", contact, "address", address,
            "sentAt", sentAt, "subject", subject, "text", text, "links", links));
        messageNames.put(messageContactId, name);
        contactNames.put(messageContactId, contact);
        for (Map<String, Object> link : links) {
            linkNames.put((Long) link.get("trackedId"), link.get("label"));
        }
    }

    private static Map<String, Object> link(long trackedId, String product, String label) {
        return Map.of("trackedId", trackedId, "product", product, "label", label);
    }
%>
