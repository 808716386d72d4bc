package io.roifilter;

import io.roifilter.page.AnswerCopy;
import io.roifilter.setup.VisitRecorder;
import jakarta.servlet.http.HttpSession;

/** A request of the operator's browser that is recorded for set-up by example. Thread-safe. */
final class SetupVisit implements HeldVisit {
    private final VisitRecorder recorder; // one thread's at a time: guarded by this

    SetupVisit(VisitRecorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public AnswerCopy copy() {
        return recorder.copy();
    }

    @Override
    public void answerMayEnd() {
        // What the answer has is looked at when all has run.
    }

    @Override
    public void answerEnds() {
        // Likewise: nothing is held for it.
    }

    @Override
    public void bodyAskedFor() {
        // Parameters are looked at when all has run.
    }

    @Override
    public synchronized void sessionGoes() {
        recorder.sessionGoes();
    }

    @Override
    public synchronized void attributeChanges(String name, Object value) {
        recorder.attributeChanges(name, value);
    }

    @Override
    public synchronized void attributeChanges(HttpSession session, String name, Object value) {
        recorder.attributeChanges(session, name, value);
    }

    @Override
    public synchronized void over() {
        recorder.over();
    }

    /** What there is of it is shown all the same: the operator wonders where it is. */
    @Override
    public synchronized void failed() {
        recorder.failed();
    }

    @Override
    public void lost(Throwable failure) {
        // It is not recorded; the page goes on.
    }

    @Override
    public synchronized void end() {
        recorder.end();
    }
}
