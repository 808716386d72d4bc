package io.roifilter.api;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an answer says, whatever proxies and PHP have put around it or done to it, where that leaves no doubt.
 *
 * <ul>
 *   <li>White space, byte order marks and control characters, comments, processing instructions, PHP's notices, warnings and
 *       deprecations, and scripts that a proxy adds, before or behind the document, say nothing. Nor do the lines between
 *       chunks that somebody left in, where they fit.
 *   <li>An ampersand that begins nothing is an ampersand; a document that was escaped as a whole is what it was before.
 *   <li>Anything else before or behind it, be it a page around an answer, gives reason to doubt whose answer it is: then an
 *       item counts only if it names the order that it is about. See {@link #isPlain}.
 *   <li>Two documents, half of one, a document type declaration, or an error by which PHP ends a script are no answer.
 * </ul>
 *
 * @param items of the one document
 * @param isPlain whether there was nothing around it that could mean something
 */
record Answer(List<ApiResponse.Item> items, boolean isPlain) {
    private static final String ROOT = "methodResponse";
    private static final Pattern BEGIN = Pattern.compile("<" + ROOT + "(?=[\\s/>])");
    private static final Pattern END = Pattern.compile("</" + ROOT + "\\s*>|<" + ROOT + "\\s*/>");
    /** What ends a script: what it says before that, it may not have done. */
    private static final Pattern BROKEN_OFF = Pattern.compile("(?i)\\b(?:fatal|parse) error\\b|\\buncaught\\b");

    private static final Pattern DECLARATION = Pattern.compile("(?i)<!(?:DOCTYPE|ENTITY)\\b");

    private static final Pattern CHUNK = Pattern.compile("\\s*([0-9a-fA-F]{1,6})[ \\t]*(?:;[^\\r\\n]{0,100})?\\r?\\n");

    private static final Pattern AMPERSAND =
            Pattern.compile("&(?!(?:amp|lt|gt|quot|apos);)(?:#(\\d{1,7}|x[0-9a-fA-F]{1,6});)?");

    private static final Map<String, String> ENTITIES =
            Map.of("&lt;", "<", "&gt;", ">", "&quot;", "\"", "&#34;", "\"", "&#39;", "'", "&#039;", "'", "&amp;", "&");
    private static final Pattern ENTITY = Pattern.compile("&(?:lt|gt|quot|#34|#0?39|amp);");

    /**
     * @throws MalformedXmlException if there is not one whole document of the API's in it; the message says what there is
     *     instead
     */
    static Answer of(String body) throws MalformedXmlException {
        String text = withoutChunks(withCharactersOnly(body));
        if (text.indexOf('<') < 0 && text.contains("&lt;" + ROOT)) {
            text = unescaped(text);
        }
        if (text.contains("<!") && DECLARATION.matcher(text).find()) {
            throw new MalformedXmlException("document type declarations and entities are not accepted", null);
        }
        Matcher begin = BEGIN.matcher(text);
        if (!begin.find()) {
            throw new MalformedXmlException("the root element must be " + ROOT, null);
        }
        int start = begin.start();
        if (begin.find()) {
            throw new MalformedXmlException("there are two answers in it", null);
        }
        Matcher end = END.matcher(text);
        if (!end.find(start)) {
            throw new MalformedXmlException("it is cut off", null);
        }
        String before = text.substring(0, start);
        String behind = text.substring(end.end());
        if (BROKEN_OFF.matcher(before).find() || BROKEN_OFF.matcher(behind).find()) {
            throw new MalformedXmlException("the endpoint's program was broken off", null);
        }
        if (isOpen(before, "<!--", "-->") || isOpen(before, "<script", "</script")) {
            throw new MalformedXmlException("what looks like an answer is within a comment or a script", null);
        }
        boolean plain = Around.saysNothing(before) && Around.saysNothing(behind);
        return new Answer(items(text.substring(start, end.end())), plain);
    }

    /** With a space for whatever is in no XML, whatever the version. */
    private static String withCharactersOnly(String body) {
        for (int i = 0; i < body.length(); i++) {
            if (!isCharacter(body.charAt(i))) {
                StringBuilder text = new StringBuilder(body);
                for (int at = i; at < text.length(); at++) {
                    if (!isCharacter(text.charAt(at))) {
                        text.setCharAt(at, ' ');
                    }
                }
                return text.toString();
            }
        }
        return body;
    }

    private static boolean isCharacter(char c) {
        return c >= ' ' ? c < '\ufffe' && c != '\ufeff' : c == '\t' || c == '\r' || c == '\n';
    }

    /** What is hidden from readers is nobody's answer, whatever it names. */
    private static boolean isOpen(String before, String begin, String end) {
        String lower = before.toLowerCase(Locale.ROOT);
        return lower.lastIndexOf(begin) > lower.lastIndexOf(end);
    }

    private static List<ApiResponse.Item> items(String xml) throws MalformedXmlException {
        try {
            return ApiResponse.fromXml(xml).items();
        } catch (MalformedXmlException e) {
            String mended = AMPERSAND.matcher(xml).replaceAll(Answer::escaped);
            if (mended.equals(xml)) {
                throw e;
            }
            return ApiResponse.fromXml(mended).items();
        }
    }

    /** The reference to a character that may be in XML stays. */
    private static String escaped(MatchResult ampersand) {
        String number = ampersand.group(1);
        if (number == null) {
            return "&amp;";
        }
        int code = number.startsWith("x") ? Integer.parseInt(number.substring(1), 16) : Integer.parseInt(number);
        boolean legal = code >= ' ' && code <= 0xd7ff || code >= 0xe000 && code <= 0xfffd || code == '\n';
        return legal || code >= 0x10000 && code <= Character.MAX_CODE_POINT
                ? ampersand.group()
                : "&amp;" + ampersand.group().substring(1);
    }

    private static String unescaped(String text) {
        return ENTITY.matcher(text).replaceAll(entity -> Matcher.quoteReplacement(ENTITIES.get(entity.group())));
    }

    /** Of a body in chunks whose lengths are right up to the empty one at the end, what is in them; else the same. */
    private static String withoutChunks(String text) {
        StringBuilder whole = new StringBuilder();
        Matcher chunk = CHUNK.matcher(text);
        int at = 0;
        while (chunk.region(at, text.length()).lookingAt()) {
            int length = Integer.parseInt(chunk.group(1), 16);
            if (length == 0) {
                return whole.length() > 0 && text.substring(chunk.end()).isBlank() ? whole.toString() : text;
            }
            if (chunk.end() + length > text.length()) {
                return text;
            }
            whole.append(text, chunk.end(), chunk.end() + length);
            at = chunk.end() + length;
        }
        return text;
    }
}
