/**
 * An exchange with an HTTP server on the thread that asks for it: HTTP/1.1, by way of proxies, with TLS, over connections
 * that are kept. Start reading at {@link io.roifilter.http.BlockingHttpClient}.
 *
 * <p>Promises nothing to users of the jar.
 */
package io.roifilter.http;
