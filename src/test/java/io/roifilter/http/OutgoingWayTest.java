package io.roifilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The first who names a proxy decides. */
class OutgoingWayTest {
    private static final URI SERVER = URI.create("https://api.example.com/x");

    @Test
    void theSettingGoesFirst() throws Exception {
        OutgoingWay way =
                new OutgoingWay(Optional.of(HttpProxy.at("set", 3128)), Map.of("HTTPS_PROXY", "http://other:1"));
        assertEquals("set:3128 SETTING proxy", said(way.to(SERVER)));
        assertEquals("set:3128 SETTING proxy", said(way.to(URI.create("http://127.0.0.1/"))));
    }

    @Test
    void thenThePropertiesOfTheRuntimeWithTheirExceptions() throws Exception {
        OutgoingWay way = new OutgoingWay(Optional.empty(), Map.of("HTTPS_PROXY", "http://other:1"));
        System.setProperty("https.proxyHost", "java");
        System.setProperty("https.proxyPort", "8888");
        try {
            assertEquals("java:8888 JAVA -Dhttps.proxyHost and -Dhttps.proxyPort", said(way.to(SERVER)));
            System.setProperty("http.nonProxyHosts", "*.example.com");
            assertEquals("direct", said(way.to(SERVER)));
        } finally {
            System.clearProperty("https.proxyHost");
            System.clearProperty("https.proxyPort");
            System.clearProperty("http.nonProxyHosts");
        }
        assertEquals("other:1 ENVIRONMENT HTTPS_PROXY", said(way.to(SERVER)));
    }

    @ParameterizedTest
    @CsvSource({
        "https_proxy,small,https://api.example.com,small:80 ENVIRONMENT https_proxy",
        "HTTPS_PROXY,http://big:3128/,https://api.example.com,big:3128 ENVIRONMENT HTTPS_PROXY",
        "HTTPS_PROXY,http://big:3128/,http://api.example.com,direct",
        "HTTP_PROXY,big:81,http://api.example.com,big:81 ENVIRONMENT HTTP_PROXY",
        "HTTP_PROXY,big:81,https://api.example.com,direct",
        "HTTPS_PROXY,http://[::2]:1,https://api.example.com,[::2]:1 ENVIRONMENT HTTPS_PROXY",
        "HTTPS_PROXY,socks5://s,https://api.example.com,s:1080 ENVIRONMENT HTTPS_PROXY",
        "HTTPS_PROXY,http://big:3128/,https://localhost,direct",
        "HTTPS_PROXY,http://big:3128/,https://127.1.2.3,direct",
        "HTTPS_PROXY,http://big:3128/,https://[::1],direct",
        "HTTPS_PROXY,' ',https://api.example.com,direct",
    })
    void thenTheEnvironment(String variable, String value, String server, String expected) throws Exception {
        assertEquals(expected, said(new OutgoingWay(Optional.empty(), Map.of(variable, value)).to(URI.create(server))));
    }

    @ParameterizedTest
    @CsvSource({
        "api.example.com,true",
        "API.example.com,true",
        "example.com,true",
        ".example.com,true",
        "*.example.com,true",
        "*,true",
        "'other.org, example.com',true",
        "other.org example.com,true",
        "example.com:443,true",
        "example.com:80,false",
        "ample.com,false",
        "'',false",
        "'.',false",
    })
    void someHostsAreExempt(String variable, boolean isExempt) throws Exception {
        Hop hop = new OutgoingWay(Optional.empty(), Map.of("HTTPS_PROXY", "p", "NO_PROXY", variable)).to(SERVER);
        assertEquals(isExempt, hop.proxy().isEmpty());
    }

    @Test
    void aLoginInTheEnvironmentIsUnescapedAndNeverSaid() throws Exception {
        Hop hop = new OutgoingWay(Optional.empty(), Map.of("https_proxy", "http://shop:p%40s+s@proxy:1")).to(SERVER);
        String header = hop.proxy().orElseThrow().authorization().orElseThrow();
        assertEquals("shop:p@s+s", new String(Base64.getDecoder().decode(header.substring("Basic ".length()))));
        assertFalse(("" + hop + hop.proxy()).contains("s+s"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://secret@proxy:1",
                "http://a secret:1",
                "socks5://u:secret@p",
                "http://secret:%@:",
                "ftp://secret"
            })
    void whatCannotBeUnderstoodIsNoReasonToGoStraight(String value) {
        OutgoingWay way = new OutgoingWay(Optional.empty(), Map.of("HTTPS_PROXY", value));
        UnusableProxyException e = assertThrows(UnusableProxyException.class, () -> way.to(SERVER));
        assertEquals(-1, e.getMessage().indexOf("secret"), e::getMessage);
        assertEquals(0, e.getMessage().indexOf("HTTPS_PROXY"), e::getMessage);
    }

    private static String said(Hop hop) {
        return hop.proxy().map(at -> at + " " + hop.source() + " " + hop.name()).orElse("direct");
    }
}
