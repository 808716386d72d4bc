package io.roifilter.http;

import java.util.Optional;

/** To whom the first connection is made on the way to a server: to itself, or to a proxy. Immutable. */
public final class Hop {
    /** Straight to the server. */
    static final Hop DIRECT = new Hop(Kind.DIRECT, Optional.empty(), Source.NOBODY, "");

    /** Who says that it is to be this. */
    public enum Source {
        /** Nobody, so that the way is straight. */
        NOBODY,
        /** The product's own settings. */
        SETTING,
        /** The Java runtime: its properties, or its proxy selector. */
        JAVA,
        /** A variable of the environment. */
        ENVIRONMENT
    }

    private enum Kind {
        DIRECT,
        HTTP,
        SOCKS
    }

    private final Kind kind;
    private final Optional<HttpProxy> proxy;
    private final Source source;
    private final String name;

    private Hop(Kind kind, Optional<HttpProxy> proxy, Source source, String name) {
        this.kind = kind;
        this.proxy = proxy;
        this.source = source;
        this.name = name;
    }

    /** @param name what a person has to look for to change it */
    static Hop http(HttpProxy proxy, Source source, String name) {
        return new Hop(Kind.HTTP, Optional.of(proxy), source, name);
    }

    static Hop socks(HttpProxy proxy, Source source, String name) {
        return new Hop(Kind.SOCKS, Optional.of(proxy), source, name);
    }

    /** The proxy, if there is one. */
    public Optional<HttpProxy> proxy() {
        return proxy;
    }

    /** Who names it. */
    public Source source() {
        return source;
    }

    /** What a person has to look for to change it, such as {@code HTTPS_PROXY}. */
    public String name() {
        return name;
    }

    /** Whether it is told who we are. */
    public boolean hasLogin() {
        return proxy.flatMap(HttpProxy::authorization).isPresent();
    }

    boolean isHttp() {
        return kind == Kind.HTTP;
    }

    boolean isSocks() {
        return kind == Kind.SOCKS;
    }
}
