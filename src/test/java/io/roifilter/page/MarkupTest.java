package io.roifilter.page;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a page is a script that runs, as a browser sees it. {@code TAG} stands for what a script does, RUN for a script. */
class MarkupTest {
    private static final String TAG = "gtag('event','purchase',{transaction_id:'M-1',value:5});";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RUN",
                "<script type='text/javascript'>TAG</script>",
                "<script type=\" TEXT/JavaScript \">TAG</script>",
                "<script type=application/javascript>TAG</script>",
                "<script type=module>TAG</script>",
                "<script type>TAG</script>",
                "<script type=''>TAG</script>",
                "<script language=javascript1.5>TAG</script>",
                "<script\n\tnonce='a>b'\n>TAG</script\n>",
                "<SCRIPT>TAG</SCRIPT >",
                "<script>TAG</script foo='>'>",
                "<script>TAG</scripts></script>",
                "<script>var a = '<!--'; TAG</script>",
                "<script>var a = '<script>'; TAG</script>",
                "<script>var a = '<!-- <script> </script> -->'; TAG</script>",
                "<!--> RUN -->",
                "<!---> RUN -->",
                "<!-- a --!> RUN -->",
                "<!-- a -- b --> RUN",
                "<!-- a --->RUN<!-- -->",
                "<!DOCTYPE html \"x\">RUN",
                "<![if !IE]>RUN<![endif]>",
                "<?xml version='1.0'?>RUN",
                "</>RUN</ x>",
                "a < b RUN",
                "<a title='<!--'>RUN",
                "<a title=<!-->RUN",
                "<a title=\"<script>\" b='<textarea>'>RUN",
                "<a =\">\" b>RUN",
                "<textarea></TEXTAREA>RUN",
                "<textarea></textareas></textarea>RUN",
                "<title><script></title>RUN",
                "<style><!--</style>RUN",
                "<svg/>RUN",
                "<svg width='1' />RUN",
                "<svg><path d='M0'/><style>a</style></svg>RUN",
                "<svg><svg></svg></svg>RUN",
                "<template><template></template></template>RUN",
                "</template></pre></svg>RUN",
                "<noscript><script></noscript>RUN",
                "<table><tr><td>RUN",
                "<select><option>RUN",
            })
    void readsAScriptThatIsRun(String page) {
        assertInstanceOf(PageOrder.Stated.class, PageOrders.inHtml(filled(page)), page);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TAG",
                "<!-- RUN -->",
                "<!-- RUN",
                "<!-- > RUN -->",
                "<!-- --x> RUN -->",
                "<!--[if IE]> RUN <![endif]-->",
                "<script type=text/plain>TAG</script>",
                "<script type=text/html>TAG</script>",
                "<script type=text/babel>TAG</script>",
                "<script type=application/json>TAG</script>",
                "<script type=importmap>TAG</script>",
                "<script type=x type=text/javascript>TAG</script>",
                "<script type='text/javascript; charset=x'>TAG</script>",
                "<script language=vbscript>TAG</script>",
                "<script src>TAG</script>",
                "<script nomodule>TAG</script>",
                "<script>TAG",
                "<script>TAG</script",
                "<script>TAG</scripts>",
                "<script>TAG <!-- <script> </script>",
                "<script",
                "<script a='>TAG</script>",
                "<a title=\"RUN\">",
                "<a title='RUN",
                "<a title=a/RUN",
                "</a title='RUN'>",
                "<textarea>RUN</textarea>",
                "<textarea>RUN",
                "<title>RUN</title>",
                "<style>RUN</style>",
                "<xmp>RUN</xmp>",
                "<iframe>RUN</iframe>",
                "<noembed>RUN</noembed>",
                "<noframes>RUN</noframes>",
                "<noscript>RUN</noscript>",
                "<plaintext>RUN",
                "<template>RUN</template>",
                "<template><template></template>RUN</template>",
                "<template><div></div><textarea></template></textarea>RUN</template>",
                "<pre>RUN</pre>",
                "<svg>RUN</svg>",
                "<svg><![CDATA[ </svg> RUN ]]></svg>",
                "<svg><a title='</svg>'/>RUN</svg>",
                "<svg a=b/>RUN</svg>",
                "<math>RUN</math>",
                "<!DOCTYPE RUN",
                "<?php RUN",
            })
    void readsNothingElse(String page) {
        assertInstanceOf(PageOrder.None.class, PageOrders.inHtml(filled(page)), page);
    }

    private static String filled(String page) {
        return page.replace("RUN", "<script>TAG</script>").replace("TAG", TAG);
    }
}
