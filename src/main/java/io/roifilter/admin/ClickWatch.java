package io.roifilter.admin;

import io.roifilter.config.CookieReach;
import io.roifilter.config.Settings;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Notices that clicks get lost on their way to the page that confirms an order: none is ever kept, or none that is kept comes
 * back. That most orders come without one is as it should be, so what can have a harmless reason is said late, and with it.
 * What it returns is to be logged; until it is over, it is to be seen on the status page as well. Thread-safe.
 */
final class ClickWatch {
    /** Confirmations without a click, none with one: after so many it is said, and then once a day. */
    private static final int FEW = 3;

    /** The same where customers may just not have come by an email. */
    private static final int MANY = 31;

    /** How often it is looked again whether it is time to say it again. */
    private static final int SELDOM = 1024;

    static final String NO_CLICKS = "no-clicks";
    static final String NO_CLICKS_YET = "no-clicks-yet";
    static final String COOKIE_PATH = "cookie-path";
    static final String COOKIE_DOMAIN = "cookie-domain";
    static final String LINKS_MISSED = "links-missed";

    private static final List<String> NAMES =
            List.of(NO_CLICKS, NO_CLICKS_YET, COOKIE_PATH, COOKIE_DOMAIN, LINKS_MISSED);

    private final NamedSettings settings;
    private final Warnings warnings;
    private final AtomicInteger without = new AtomicInteger();
    private volatile boolean arrived; // whether any click has come to a confirmation route

    // Mutable state, guarded by this
    private final MissedLinks missed;
    private int kept;
    private int elsewhere; // of them
    private String host = "";
    private boolean covered; // whether a confirmation was where browsers send the cookie
    private String lastPath = "";

    /** @param warnings where it is left what is wrong */
    ClickWatch(Clock clock, NamedSettings settings, Warnings warnings) {
        this.settings = settings;
        this.warnings = warnings;
        missed = new MissedLinks(clock);
    }

    /** Something that is wrong, by its name. */
    private record Trouble(String name, String text) {}

    /** A click was kept. */
    synchronized void kept() {
        kept++;
    }

    /** It was at a host to which the cookie is not sent. */
    synchronized void keptElsewhere(String hostAskedFor) {
        elsewhere++;
        host = SeenConfirmation.shown(hostAskedFor);
    }

    /** A filter of ours was asked about a link with roi_data, whatever it has made of it. */
    synchronized void seen(int roiDataHash) {
        missed.seen(roiDataHash);
    }

    /** None was. */
    synchronized Optional<String> missed(int roiDataHash, String path) {
        if (settings.hasCapture() && !settings.keepsClicks()) {
            return Optional.empty(); // it is switched off, which is a word of its own
        }
        if (!settings.hasCapture()
                && settings.givenForReports(Settings.ROI_DATA).isPresent()) {
            return Optional.empty(); // the shop keeps them itself
        }
        missed.missed(roiDataHash, SeenConfirmation.shown(path));
        return atLinks().flatMap(this::say);
    }

    /** A click has come to a confirmation route: the way there is as it should be. */
    void arrived() {
        arrived = true;
    }

    /** Whether a confirmation without a click is worth a {@link #look}. Costs next to nothing. */
    boolean isWorthALook() {
        if (arrived) {
            return false;
        }
        int count = without.incrementAndGet();
        return count <= FEW || count == MANY || Integer.bitCount(count) == 1 || count % SELDOM == 0;
    }

    /** A confirmation has come without a click, and none with one so far. */
    synchronized Optional<String> look(String path) {
        lastPath = SeenConfirmation.shown(path);
        covered |= settings.givenForClicks(Settings.COOKIE_PATH)
                .filter(cookiePath -> CookieReach.covers(cookiePath, lastPath))
                .isPresent();
        return onTheWay().flatMap(this::say);
    }

    /** Has the warnings be as things are now, which time changes, too. */
    synchronized void refresh() {
        NAMES.forEach(warnings::forget);
        atLinks().ifPresent(trouble -> warnings.show(trouble.name(), trouble.text()));
        onTheWay().ifPresent(trouble -> warnings.show(trouble.name(), trouble.text()));
    }

    private Optional<String> say(Trouble trouble) {
        return warnings.daily(trouble.name(), trouble.text());
    }

    private Optional<Trouble> atLinks() {
        return missed.text().map(text -> new Trouble(LINKS_MISSED, text + ": " + mapping()));
    }

    private String mapping() {
        return settings.hasCapture()
                ? settings.clicks()
                        + "; map it on /*, before filters that redirect or answer by themselves, or have the"
                        + " page redirect with its query"
                : "this application has none; take out capture if it is false, or declare RoiCaptureFilter on /* in web.xml";
    }

    private Optional<Trouble> onTheWay() {
        int count = without.get();
        if (arrived || count == 0 || settings.isSwitchedOff()) {
            return Optional.empty();
        }
        if (settings.givenForReports(Settings.ROI_DATA).isPresent()) {
            return count < MANY ? Optional.empty() : trouble(NO_CLICKS_YET, none(count) + byExpression());
        }
        if (!settings.hasCapture()) {
            return count < FEW ? Optional.empty() : trouble(NO_CLICKS, none(count) + withoutCapture());
        }
        return settings.keepsClicks() ? withCapture(count) : Optional.empty();
    }

    private Optional<Trouble> withCapture(int count) {
        if (isOutside(count)) {
            return trouble(COOKIE_PATH, outside());
        }
        if (kept >= FEW && kept == elsewhere) {
            return trouble(COOKIE_DOMAIN, none(count) + atAnotherHost());
        }
        return count < MANY || kept > 0 && kept < MANY
                ? Optional.empty()
                : trouble(NO_CLICKS_YET, none(count) + (kept == 0 ? neverKept() : neverBack()));
    }

    /** A route with {@code when} is visited on other pages, too, of which some may be outside and be none the worse. */
    private boolean isOutside(int count) {
        boolean isOutside =
                settings.givenForClicks(Settings.COOKIE_PATH).isPresent() && !covered && !lastPath.isEmpty();
        return isOutside && (settings.givenForReports(Settings.WHEN).isEmpty() || count >= MANY && kept > 0);
    }

    private String atAnotherHost() {
        return ", and the shop was asked for as " + host + " at all " + kept + " clicks, which is not in "
                + settings.ofClicks(Settings.COOKIE_DOMAIN)
                + ": browsers drop such a cookie, unless a proxy asks for another"
                + " host than they do. Correct cookieDomain, or take it out";
    }

    private static Optional<Trouble> trouble(String name, String text) {
        return Optional.of(new Trouble(name, text));
    }

    private String outside() {
        return "browsers do not send the cookie to " + lastPath + ", where orders are read, so that none is reported: "
                + settings.ofClicks(Settings.COOKIE_PATH)
                + " does not cover that page, unless a proxy asks the server for another path than browsers do. Take cookiePath out, or set it to a path that the page is below, such as /";
    }

    private static String withoutCapture() {
        return ", and this application has no RoiCaptureFilter to keep clicks: take out capture if it is false, or"
                + " declare the filter on /* in web.xml, unless another application of this host keeps them";
    }

    private static String none(int count) {
        return "none of " + count + " requests on a confirmation route since the start came with a click";
    }

    private String byExpression() {
        return ": check " + settings.ofReports(Settings.ROI_DATA) + ", unless no customer has come by an email yet";
    }

    private String neverKept() {
        return missed.isAnySeen()
                ? ", and none of the clicks that were seen was kept: check " + settings.ofClicks(Settings.CONSENT)
                        + ", which must be true for visitors who have just come and consented, and "
                        + settings.ofClicks(Settings.IGNORE_BOTS)
                : ", and no click was seen at all. If emails were sent in that time, open one of their links: it must lead to"
                        + " this application with " + settings.ofClicks(Settings.PARAMETER)
                        + " in its query, and no redirect on the way, say to https or to another host, may drop that ("
                        + settings.clicks() + "); the command doctor tries that by --link";
    }

    private String neverBack() {
        return ", though " + kept
                + " clicks were kept. Unless none of these customers has ordered yet, browsers do not send"
                + " the cookie there: check " + settings.ofClicks(Settings.COOKIE_PATH) + ", "
                + settings.ofClicks(Settings.COOKIE_DOMAIN) + " and " + settings.ofClicks(Settings.COOKIE_SAME_SITE)
                + " against the address of the page that confirms an order, and that both filters have the same "
                + settings.ofReports(Settings.COOKIE);
    }
}
