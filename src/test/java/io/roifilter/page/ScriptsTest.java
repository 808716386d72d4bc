package io.roifilter.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a script is a value, and what of it is run. */
class ScriptsTest {
    /** {@code TAG} stands for a tag of {@code ID} and {@code VALUE}, each of which may be defined before. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            var ID = 'A-1', VALUE = 3.50; TAG                                       | A-1 3.50
            const ID = "A-1"; let VALUE = '3.50'; TAG                               | A-1 3.50
            window.ID = `A-1`; self.VALUE = 3.50; TAG                               | A-1 3.50
            ID = 1001; VALUE = 3; TAG                                               | 1001 3
            var ID = 'A-' + '1', VALUE = '3' + '.50'; TAG                           | A-1 3.50
            var ID = 'A-' + 1, VALUE = 1 + 2.5; TAG                                 | A-1 3.5
            var ID = 'A-1', VALUE = parseFloat('3.50'); TAG                         | A-1 3.50
            var ID = String(1001), VALUE = Number("3.50"); TAG                      | 1001 3.50
            var ID = (1001).toString(), VALUE = (3.5).toFixed(2); TAG               | 1001 3.50
            var ID = ' A-1 '.trim(), VALUE = +'3.50'; TAG                           | A-1 3.50
            var ID = 'A-1', t = 3.456; var VALUE = t.toFixed(2); TAG                | A-1 3.46
            var o = {id: 'A-1', t: {v: 3}}; var ID = o.id, VALUE = o.t.v; TAG       | A-1 3
            var o = {'id': 'A-1'}; var ID = o['id'], VALUE = [3, 4][0]; TAG         | A-1 none
            var ID = 'A-1', VALUE = parseFloat('1,299.50'); TAG                     | A-1 none
            var ID = 'A-1', VALUE = Math.round(3); TAG                              | A-1 none
            var ID = 'A-1', VALUE = 3 * 2; TAG                                      | A-1 none
            var ID = 'A-1', VALUE = a ? 3 : 4; TAG                                  | A-1 none
            var ID = 'A-1', VALUE = 3; VALUE = 4; TAG                               | A-1 none
            var ID = 'A-1', VALUE = 3; VALUE += 1; TAG                              | A-1 none
            var ID = 'A-1', VALUE = 3; VALUE++; TAG                                 | A-1 none
            var ID = 'A-1', VALUE = 3; if (a) VALUE = 4; TAG                        | A-1 none
            var ID = 'A-1', VALUE = 3; function f() { VALUE = 4; } TAG; f();        | A-1 none
            var ID = 'A-1', VALUE = 3; function f() { VALUE = 4; } TAG              | A-1 3
            var ID = 'A-1', VALUE = 3; function f(VALUE) { VALUE = 4; } TAG         | A-1 3
            var ID = 'A-1', VALUE = 3; [VALUE, x] = [4, 5]; TAG                     | A-1 none
            var ID = 'A-1', VALUE = 3; for (VALUE of [4]) {} TAG                    | A-1 none
            var ID = 'A-1', VALUE = 3; for (VALUE in [4]) {} TAG                    | A-1 none
            var ID = 'A-1', VALUE = 3; for (var VALUE of [4]) {} TAG                | A-1 none
            var o = {v: 3}; o.v = 4; var ID = 'A-1', VALUE = o.v; TAG               | A-1 none
            var o = {v: 3, ...p}; var ID = 'A-1', VALUE = o.v; TAG                  | A-1 none
            var ID = 'A-1', VALUE = VALUE; TAG                                      | A-1 none
            TAG; var ID = 'A-1', VALUE = 3;                                         | none
            if (a) { var ID = 'A-1'; } TAG                                          | none
            (function () { var ID = 'A-1', VALUE = 3; TAG })();                     | none
            (function (ID) { TAG })('A-1');                                         | none
            var ID = 'A-1'; (function (ID) { TAG })('A-2');                         | none
            var ID = 'A-1'; (ID => { TAG })('A-2');                                 | none
            var ID = 'A-1'; (({ID}) => { TAG })({});                                | none
            var ID = 'A-1'; (function () { var ID = f(); TAG })();                  | none
            var {ID, VALUE} = {ID: 'A-1', VALUE: 3}; TAG                            | none
            var ID = `A-${n}`; TAG                                                  | none
            var ID = JSON.parse('"A-1"'); TAG                                       | none
            var ID = 0123; TAG                                                      | none
            """)
    void knowsValuesThatAreWrittenThere(String code, String expected) {
        String tag = "gtag('event','purchase',{transaction_id: ID, value: VALUE});";
        assertEquals(expected, read(code.replace("TAG", tag)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "if (typeof gtag === 'function') { TAG }",
                "if (!sessionStorage.getItem('x')) TAG else { other(); }",
                "if (a) { b(); } else if (c) { TAG } else { d(); }",
                "if (false) { a(); } else { TAG }",
                "var first = true; if (first) { TAG }",
                "window.gtag && TAG",
                "a ? TAG : b",
                "try { TAG } catch (e) { log(e); }",
                "function f() { if (a) return; TAG } f();",
                "window.addEventListener('load', fire); function fire() { TAG }",
                "const fire = () => { TAG }; fire()",
                "setTimeout(function () { TAG }, 500)",
                "document.addEventListener('DOMContentLoaded', () => TAG)",
                "window.onload = function () { TAG };",
                "(async () => { await a(); TAG })()",
                "!function (a, b) { TAG }(1, 2)",
                "new Promise(function (resolve) { TAG resolve(); })",
                "import { a } from './a.js'; import('b').then(() => { TAG });",
                "class T { fire() { TAG } } new T().fire();",
                "var t = { fire: function () { TAG } }; t.fire();",
                "switch (a) { case 1: TAG break; default: b(); }",
                "for (const a of b) { TAG }",
                "do { TAG } while (false)",
                "var a = b / c, d = 'x / y'; TAG",
                "var r = /[/'\"`]\\/(x)/g.test(a) ? 1 : 2; TAG",
                "var t = `a ${b ? `c ${d}` : '}'} e`; TAG",
                "<!-- old browsers\nTAG\n//-->",
                "//<![CDATA[\nTAG\n//]]>",
                "<![CDATA[ TAG ]]>",
                "'use strict'\nlet a = 1\nTAG",
            })
    void readsWhatIsRun(String code) {
        assertEquals("A-1 3", read(code.replace("TAG", tag("A-1"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "if (false) { TAG }",
                "if (0) TAG",
                "if (!1) TAG",
                "if (a && false) { TAG }",
                "if (true) { a(); } else { TAG }",
                "if ('failed' === 'paid') { TAG }",
                "if ('paid' != 'paid') { TAG }",
                "var tracked = true; if (!tracked) { TAG }",
                "var state = 'failed'; if (state == 'paid') { TAG }",
                "false && TAG",
                "true || TAG",
                "true ? a : TAG",
                "while (false) { TAG }",
                "for (; false;) { TAG }",
                "function f() { return; TAG } f();",
                "switch ('a') { case 'b': TAG }",
                "function f() { TAG }",
                "const f = () => { TAG };",
                "var library = { f: function () { TAG }, g() { TAG } };",
                "class T { f() { TAG } }",
                "App.track = function () { TAG };",
                "var s = \"TAG\";",
                "var s = `TAG`;",
                "var s = `a\nTAG`;",
                "var r = /TAG/;",
                "/* TAG */",
                "// TAG",
                "<!-- TAG",
                "var s = 'not closed\nTAG",
                "var s = `not closed ${ 'TAG' ",
                "/* not closed TAG",
                "a = = b; TAG",
                "if (a { TAG }",
                "gtag(&quot;a&quot;); TAG",
            })
    void readsNothingThatIsNotRun(String code) {
        String quoted =
                code.contains("\"TAG") || code.contains("'TAG") ? tag("A-1").replace('\'', '`') : tag("A-1");
        assertEquals("none", read(code.replace("TAG", code.contains("`") ? tag("A-1") : quoted)));
    }

    @Test
    void looksForNamesInOtherScripts() {
        String tag = "<script>gtag('event','purchase',{transaction_id:id,value:total})</script>";
        assertEquals("A-1 3", readPage("<script>var id = 'A-1';</script><script>let total = 3</script>" + tag));
        assertEquals("none", readPage("<script>var id = 'A-1';</script><script>id = 'A-2';</script>" + tag));
        assertEquals("none", readPage("<script>var id = 'A-1';</script>" + tag + "<script>id = 'A-2';</script>"));
        assertEquals("none", readPage(tag + "<script>var id = 'A-1';</script>"));
        String function = "<script>function thanks() {" + tag("A-1") + "}</script>";
        assertEquals("A-1 3", readPage(function + "<script>thanks();</script>"));
        assertEquals("A-1 3", readPage("<body onload='thanks()'>" + function));
        assertEquals("A-1 3", readPage("<script src='https://x.example/a.js?onload=thanks'></script>" + function));
        assertEquals("none", readPage(function));
    }

    @Test
    void toleratesWhatIsMissingAndWhatIsThereTwice() {
        assertEquals("A-1 3", read("gtag('event','purchase',{value: 3\n transaction_id: 'A-1'\n items: []})"));
        assertEquals("A-1 none", read("gtag('event','purchase',{transaction_id: 'A-1', value: , currency: 'USD'})"));
        assertEquals("A-1 3", read("gtag('event','purchase',{transaction_id: 'A-1',, value: 3,})"));
        assertEquals("A-1 3", read("gtag('event','purchase',{transaction_id: 'A-1', value: 3"));
        assertEquals("none", read("gtag('event','purchase',{transaction_id: 'A-1', value: 1,299.50})"));
    }

    private static String tag(String id) {
        return "gtag('event','purchase',{transaction_id:'" + id + "',value:3});";
    }

    private static String read(String code) {
        return readPage("<script>" + code + "</script>");
    }

    private static String readPage(String page) {
        PageOrder order = PageOrders.inHtml(page);
        return order instanceof PageOrder.Stated stated
                ? stated.id() + " " + stated.amount().map(Object::toString).orElse("none")
                : order instanceof PageOrder.None ? "none" : order.toString();
    }
}
