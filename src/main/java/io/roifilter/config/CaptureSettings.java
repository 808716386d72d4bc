package io.roifilter.config;

import java.time.Duration;
import java.util.Optional;

/**
 * What {@code RoiCaptureFilter} needs to know. Immutable.
 *
 * @param parameter name of the link's query parameter
 * @param cookie name of the cookie
 * @param cookieMaxAge attribution window, at least one second
 * @param cookieDomain domain of the cookie, without leading dot; empty: only the host that set it
 * @param cookiePath path of the cookie; empty: the context path
 * @param cookieSameSite the attribute of that name
 * @param consent expression, {@code true} or {@code false}: whether the visitor may be tracked
 */
public record CaptureSettings(
        String parameter,
        String cookie,
        Duration cookieMaxAge,
        Optional<String> cookieDomain,
        Optional<String> cookiePath,
        SameSite cookieSameSite,
        String consent) {}
