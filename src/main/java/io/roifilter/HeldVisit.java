package io.roifilter;

import io.roifilter.page.AnswerCopy;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

/**
 * A request from its beginning to the end of all that belongs to it, told what passes by those that the application has in place
 * of the container's request and response: {@link HeldRequest}, {@link HeldResponse} and what these give out. Nothing that goes
 * wrong may come out of its methods.
 */
interface HeldVisit {
    /** To be told what passes. */
    AnswerCopy copy();

    /** To be called before what may be the last of the answer, but need not be: of a part of a page nothing is read. */
    void answerMayEnd();

    /** To be called before the last of the answer goes to the customer, on the thread that sends it. */
    void answerEnds();

    /** The application has asked for what is in the body, so that reading parameters takes nothing from it any more. */
    void bodyAskedFor();

    /** To be called before the session is taken away. */
    void sessionGoes();

    /**
     * To be called before an attribute of the request is given a value; null takes it away (Servlet 6.0, {@code setAttribute}).
     * What an order is read from goes as well where something else takes its place, such as an empty cart.
     */
    void attributeChanges(String name, Object value);

    /** The same for an attribute of the session. */
    void attributeChanges(HttpSession session, String name, Object value);

    /** The application has the request from here on, as this, behind all of its filters. */
    default void applicationHas(HttpServletRequest request) {
        // Most have no use for it.
    }

    /** It is done with it, for now. */
    default void applicationHad() {
        // As above.
    }

    /** All has run, without an exception. */
    void over();

    /** It ends because the application has failed. */
    void failed();

    /** Something has gone wrong in going along with it, and not in the application. */
    void lost(Throwable failure);

    /** Nothing more will come of it. */
    void end();
}
