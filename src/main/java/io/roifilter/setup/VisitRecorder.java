package io.roifilter.setup;

import io.roifilter.click.RoiDataMask;
import io.roifilter.page.AnswerCopy;
import io.roifilter.page.PageContent;
import io.roifilter.text.Mask;
import io.roifilter.text.OneLine;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Records one request of the operator's browser: it is told before attributes are taken away, and when the application has
 * answered. Nothing that goes wrong comes out of it. For one thread at a time.
 */
public final class VisitRecorder {
    /** Of an answer so much is kept, half of it from the beginning, half from the end. */
    private static final int PAGE_LIMIT = 512 * 1024;

    private static final int MAX_PATH = 200;

    /** How often it is looked what an attribute was that changes: some pages set one for each row of a list. */
    private static final int MAX_CHANGES = 64;

    /** What belongs to a page, and is none. */
    private static final Pattern STATIC = Pattern.compile("(?:image|font|audio|video)/.*|text/(?:css|javascript)"
            + "|application/(?:javascript|x-javascript|font.*|octet-stream|pdf|zip|wasm|manifest\\+json)");

    private final Sitting sitting;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final ServletContext context;
    private final AnswerCopy copy;
    private final int number;
    private final Instant begun;
    private final Moment before;
    private final Moment taken;
    private final ValueReader takenReader;
    private final Optional<DryRun> dryRun;
    private boolean kept;
    private boolean failed;
    private int changes;
    private DryRun.Judgement judged; // while something was about to be taken away; null before

    VisitRecorder(Sitting sitting, HttpServletRequest request, HttpServletResponse response, ServletContext context) {
        this.sitting = sitting;
        this.request = request;
        this.response = response;
        this.context = context;
        copy = new AnswerCopy(PAGE_LIMIT, response, "HEAD".equals(request.getMethod()));
        begun = sitting.now();
        number = sitting.visitBegins();
        dryRun = sitting.dryRun();
        before = Moment.of(request, context, sitting.slow());
        takenReader = new ValueReader(sitting.slow());
        taken = new Moment(new LinkedHashMap<>(), new LinkedHashMap<>(), Map.of(), 0, 0);
    }

    /** To be told what passes. */
    public AnswerCopy copy() {
        return copy;
    }

    /** To be called before the session is taken away. */
    public void sessionGoes() {
        try {
            taken.session().putAll(Moment.ofSession(request, takenReader));
            judgeWhatGoes();
        } catch (Throwable e) {
            // The page goes on.
        }
    }

    /** To be called before an attribute of the request is given another value, or none. */
    public void attributeChanges(String name, Object value) {
        try {
            changes(name, request.getAttribute(name), value, taken.request());
        } catch (Throwable e) {
            // The page goes on.
        }
    }

    /** The same for an attribute of the session. */
    public void attributeChanges(HttpSession session, String name, Object value) {
        try {
            changes(name, session.getAttribute(name), value, taken.session());
        } catch (Throwable e) {
            // The page goes on.
        }
    }

    /** To be called when the application has answered; what comes after the first time adds nothing. */
    public void over() {
        try {
            if (!kept && !isStatic()) {
                kept = true;
                keep();
            }
        } catch (Throwable e) {
            // It is not recorded; the page goes on.
        }
    }

    /** To be called when the application has thrown instead. */
    public void failed() {
        failed = true;
        over();
    }

    /** To be called when nothing more will come. */
    public void end() {
        copy.release();
    }

    private void changes(String name, Object old, Object value, Map<String, Object> into) {
        if (name != null && old != null && old != value && changes < MAX_CHANGES) {
            changes++;
            Object read = takenReader.read(name, old);
            if (read != null) {
                into.put(name, read);
                judgeWhatGoes();
            }
        }
    }

    private void judgeWhatGoes() {
        dryRun.filter(run -> run.concerns(path()))
                .ifPresent(run -> judged = DryRun.better(run.judgeBeforeEnd(request, context), judged));
    }

    private boolean isStatic() {
        String type = response.getContentType();
        return response.getStatus() == HttpServletResponse.SC_NOT_MODIFIED
                || type != null
                        && STATIC.matcher(type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT))
                                .matches();
    }

    private void keep() {
        PageContent page = new PageContent(copy);
        Moment after = Moment.of(request, context, sitting.slow());
        Typed typed = Typed.in(request);
        Moment gone =
                new Moment(taken.request(), taken.session(), Map.of(), takenReader.values(), takenReader.characters());
        Optional<String> roiData = roiData();
        RecordedVisit seen = new RecordedVisit(
                number,
                begun,
                OneLine.of(request.getMethod(), 16),
                shown(path(), roiData),
                status(),
                roiData.isPresent(),
                typed.kept().size() + before.values() + after.values() + gone.values());
        sitting.add(new Visited(
                seen,
                path(),
                request.getContextPath(),
                typed.kept(),
                before,
                after,
                gone,
                answer(page, typed, roiData)));
        dryRun.ifPresent(run -> sitting.add(run.judge(seen, path(), request, context, page, judged), run));
    }

    private RecordedAnswer answer(PageContent page, Typed typed, Optional<String> roiData) {
        Map<String, String> headers = new LinkedHashMap<>();
        String location = copy.header("Location");
        if (location != null) {
            headers.put("Location", shown(typed.hiddenIn(location), roiData));
        }
        String source = typed.hiddenIn(Confidential.withoutInputs(page.source()));
        String type = response.getContentType();
        return new RecordedAnswer(
                status(),
                type == null ? "" : type,
                headers,
                mask(roiData).apply(source),
                page.trouble().orElse(""));
    }

    /** The container has not yet made an error of what was thrown. */
    private int status() {
        return failed ? HttpServletResponse.SC_INTERNAL_SERVER_ERROR : copy.status();
    }

    private Optional<String> roiData() {
        try {
            return sitting.clicks().afterOrder(request);
        } catch (Throwable e) {
            return Optional.empty();
        }
    }

    /** As a url-pattern is compared with it. */
    private String path() {
        String below = request.getPathInfo();
        return request.getServletPath() + (below == null ? "" : below);
    }

    private static String shown(String text, Optional<String> roiData) {
        return OneLine.of(Mask.of(mask(roiData).apply(text)), MAX_PATH);
    }

    private static UnaryOperator<String> mask(Optional<String> roiData) {
        return RoiDataMask.of(roiData.orElse(""));
    }
}
