package io.roifilter.click;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Tells a link that a person has opened from one that a program has: to see what is behind it, to show what is there, or to
 * have it at hand. Such a program keeps no cookie for the person, and where it is the person's own browser, nobody has clicked
 * yet.
 *
 * <p>Whoever is taken for a program by mistake loses a click. So each sign here is one that no browser in a person's hands
 * sends; a name that browsers bear, too, is none (headless ones, those of makers of virus scanners, telephones called Cubot),
 * nor is a client library. Most scanners of mail give themselves out for browsers, and nothing in a request tells them.
 */
public final class Bots {
    /** HEAD asks what is there, OPTIONS what may be done; no browser opens a page by them. */
    private static final List<String> METHODS = List.of("HEAD", "OPTIONS");

    /** By these a browser says that it fetches ahead (Fetch standard, {@code Sec-Purpose}; the others came before that). */
    private static final List<String> PURPOSE_HEADERS = List.of("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz");

    private static final List<String> PURPOSES = List.of("prefetch", "prerender", "preview");

    /** What stands in the {@code User-Agent} of programs, in lower case. */
    private static final List<String> AGENTS = List.of(
            // An address of whoever runs it, as crawlers give it by custom; and some names, where that is left out.
            "+http",
            "googlebot",
            "bingbot",
            "applebot",
            // Scanners of links in mail that give their name: none of these makers has a browser.
            "barracuda",
            "proofpoint",
            "mimecast",
            "safelinks",
            "ciscosecureemail",
            "ironport",
            "messagelabs",
            "virustotal",
            // Proxies of Gmail and Yahoo Mail, which fetch what is in a mail before somebody reads it.
            "googleimageproxy",
            "yahoomailproxy",
            // Word, Excel and Outlook look at a link themselves before they have the browser open it.
            "ms-office",
            "microsoft office",
            // What shows a preview of a link in a chat or a feed; the browsers within these apps bear other names: FBAN
            // and FBAV within Facebook's.
            "skypeuripreview",
            "bingpreview",
            "facebookexternalhit",
            "facebookcatalog",
            "twitterbot",
            "linkedinbot",
            "slackbot",
            "discordbot",
            "telegrambot",
            "snap url preview",
            "googlemessages/",
            // Google's own that give no address: for advertisements, and for what its pages show of others.
            "adsbot-google",
            "mediapartners-google",
            "google-pagerenderer");

    /** WhatsApp's preview says no more than this; a browser would have it, if at all, behind Mozilla. */
    private static final String WHATSAPP = "whatsapp/";

    private Bots() {}

    /** Whether a program has sent this request. Never throws: whatever cannot be asked is a person's. */
    public static boolean haveSent(HttpServletRequest request) {
        try {
            return METHODS.contains(request.getMethod()) || fetchesAhead(request) || isAgent(request);
        } catch (Throwable e) {
            return false;
        }
    }

    private static boolean fetchesAhead(HttpServletRequest request) {
        return PURPOSE_HEADERS.stream()
                .flatMap(name -> Collections.list(request.getHeaders(name)).stream())
                .map(Bots::lowerCase)
                .anyMatch(value -> PURPOSES.stream().anyMatch(value::contains));
    }

    private static boolean isAgent(HttpServletRequest request) {
        String given = request.getHeader("User-Agent");
        String agent = given == null ? "" : lowerCase(given);
        return agent.startsWith(WHATSAPP) || AGENTS.stream().anyMatch(agent::contains);
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
