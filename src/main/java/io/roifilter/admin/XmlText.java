package io.roifilter.admin;

/** Texts in XML files that people write by hand: what need not be escaped is not. */
final class XmlText {
    private XmlText() {}

    static String inElement(String text) {
        // A parser makes one line break of any kind; what is written as a number stays.
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\r", "&#13;")
                .replace("\n", "&#10;");
    }

    /** Between double quotes. */
    static String inAttribute(String text) {
        return inElement(text).replace("\"", "&quot;").replace("\t", "&#9;");
    }
}
