<%-- Runs last. The start command gives the address in the system property example.address; without it nothing is said. --%>
<%!
    public void jspInit() {
        String address = System.getProperty("example.address");
        if (address != null) {
            System.out.printf("%n    The example shop is ready: open %s (Ctrl-C stops it)%n%n", address);
        }
    }
%>
