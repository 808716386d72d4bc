package io.roifilter;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roifilter.strutsshop.ThankYouAction;
import io.roifilter.testing.ReadmeRecipe;
import io.roifilter.testing.WarShop;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipe for Struts, on Struts itself. */
class StrutsIT {
    private static final String STRUTS_XML = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE struts PUBLIC "-//Apache Software Foundation//DTD Struts Configuration 6.0//EN"
                "https://struts.apache.org/dtds/struts-6.0.dtd">
            <struts>
              <constant name="struts.allowlist.packageNames" value="io.roifilter.strutsshop"/>
              <package name="shop" extends="struts-default">
                <action name="thank-you" class="io.roifilter.strutsshop.ThankYouAction">
                  <result type="freemarker">/WEB-INF/thank-you.ftl</result>
                </action>
              </package>
            </struts>
            """;

    private static final String WEB_XML = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <filter>
                <filter-name>struts2</filter-name>
                <filter-class>org.apache.struts2.dispatcher.filter.StrutsPrepareAndExecuteFilter</filter-class>
              </filter>
              <filter-mapping><filter-name>struts2</filter-name><url-pattern>/*</url-pattern></filter-mapping>
            </web-app>
            """;

    @TempDir
    private Path directory;

    @Test
    void anOrderOfTheActionThatShowsIt() throws Exception {
        try (WarShop shop = new WarShop(directory).framework("struts")) {
            shop.classes(ThankYouAction.class, ThankYouAction.Order.class)
                    .file("WEB-INF/classes/struts.xml", STRUTS_XML)
                    .file("WEB-INF/thank-you.ftl", "<p>Order ${order.id}: ${order.total}</p>\n")
                    .file("WEB-INF/web.xml", WEB_XML)
                    .start(ReadmeRecipe.settings("struts"));

            assertEquals(
                    "<p>Order 1123: 152.99</p>", shop.open("/thank-you").body().strip());
            assertEventually(List.of("1123 152.99"), shop::reported);
        }
    }
}
