package io.roifilter;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.facesshop.Checkout;
import io.roifilter.testing.ReadmeRecipe;
import io.roifilter.testing.WarShop;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipes for JSF, on both implementations, with beans of CDI. */
class JsfIT {
    private static final Pattern VIEW_STATE =
            Pattern.compile("name=\"jakarta.faces.ViewState\"[^>]*? value=\"([^\"]*)\"");

    /** What JavaScript of JSF sends besides the form, and the header. */
    private static final Map<String, String> AJAX = Map.of(
            "jakarta.faces.partial.ajax",
            "true",
            "jakarta.faces.source",
            "checkout:place",
            "jakarta.faces.partial.event",
            "click",
            "jakarta.faces.behavior.event",
            "action",
            "jakarta.faces.partial.execute",
            "checkout",
            "jakarta.faces.partial.render",
            "@all");

    private static final String CHECKOUT = """
            <!DOCTYPE html>
            <html xmlns="http://www.w3.org/1999/xhtml" xmlns:h="jakarta.faces.html" xmlns:f="jakarta.faces.core">
              <h:head><title>Checkout</title></h:head>
              <h:body>
                <h:form id="checkout">
                  <h:commandButton id="place" value="Place order" action="#{checkout.place}">
                    <f:ajax execute="@form" render="@all"/>
                  </h:commandButton>
                  <h:commandButton id="lead" value="Place order" action="#{checkout.placeAndLead}"/>
                </h:form>
              </h:body>
            </html>
            """;

    private static final String THANK_YOU = """
            <!DOCTYPE html>
            <html xmlns="http://www.w3.org/1999/xhtml" xmlns:h="jakarta.faces.html" xmlns:f="jakarta.faces.core">
              <f:metadata><f:viewAction action="#{checkout.find}"/></f:metadata>
              <h:head><title>Thank you</title></h:head>
              <h:body>
                <h:form id="order">
                  Order <h:outputText id="number" value="#{checkout.order.id}"/>:
                  <h:outputText id="total" value="#{checkout.order.total}"/>
                </h:form>
              </h:body>
            </html>
            """;

    private static final String WEB_XML = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <servlet>
                <servlet-name>faces</servlet-name>
                <servlet-class>jakarta.faces.webapp.FacesServlet</servlet-class>
                <load-on-startup>1</load-on-startup>
              </servlet>
              <servlet-mapping><servlet-name>faces</servlet-name><url-pattern>*.xhtml</url-pattern></servlet-mapping>
            </web-app>
            """;

    private static final String BEANS_XML = """
            <beans xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0" bean-discovery-mode="annotated"/>
            """;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"mojarra", "myfaces"})
    void anOrderOfThePageThatARedirectLeadsTo(String implementation) throws Exception {
        try (WarShop shop = shop(implementation).start(ReadmeRecipe.settings("jsf"))) {
            HttpResponse<String> thankYou = place(shop, "checkout:lead", Map.of());
            assertEquals("/shop/thank-you.xhtml", thankYou.uri().getPath());
            assertShownAndReported(thankYou, shop);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mojarra", "myfaces"})
    void anOrderOfThePageAtTheAddressOfTheCheckout(String implementation) throws Exception {
        try (WarShop shop = shop(implementation).start(ReadmeRecipe.settings("jsf-in-place"))) {
            HttpResponse<String> thankYou = place(shop, "checkout:place", Map.of());
            assertEquals("/shop/checkout.xhtml", thankYou.uri().getPath());
            assertShownAndReported(thankYou, shop);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mojarra", "myfaces"})
    void anOrderOfAnAnswerToAjax(String implementation) throws Exception {
        try (WarShop shop = shop(implementation).start(ReadmeRecipe.settings("jsf-ajax"))) {
            HttpResponse<String> thankYou = place(shop, "checkout:place", AJAX);
            assertTrue(thankYou.body().contains("<partial-response"), thankYou.body());
            assertShownAndReported(thankYou, shop);
        }
    }

    @Test
    void anOrderThatABeanHasPutIntoTheSession() throws Exception {
        Map<String, String> recipe = new HashMap<>(ReadmeRecipe.settings("session"));
        recipe.put("confirmation", "/thank-you.xhtml");
        try (WarShop shop = shop("mojarra").start(recipe)) {
            assertShownAndReported(place(shop, "checkout:lead", Map.of()), shop);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mojarra", "myfaces"})
    void anOrderOfABeanByItsName(String implementation) throws Exception {
        Map<String, String> recipe = new HashMap<>(ReadmeRecipe.settings("jsf"));
        recipe.put("orderId", "#{checkout.order.id}");
        recipe.put("amount", "#{checkout.order.total}");
        try (WarShop shop = shop(implementation).start(recipe)) {
            assertShownAndReported(place(shop, "checkout:lead", Map.of()), shop);
        }
    }

    private static void assertShownAndReported(HttpResponse<String> thankYou, WarShop shop) throws Exception {
        assertTrue(thankYou.body().contains("152.99"), thankYou.body());
        assertEventually(List.of("1123 152.99"), shop::reported);
    }

    private WarShop shop(String implementation) throws Exception {
        return new WarShop(directory)
                .framework(implementation)
                .framework("weld")
                .classes(Checkout.class, Checkout.Order.class)
                .file("checkout.xhtml", CHECKOUT)
                .file("thank-you.xhtml", THANK_YOU)
                .file("WEB-INF/beans.xml", BEANS_XML)
                .file("WEB-INF/web.xml", WEB_XML);
    }

    private static HttpResponse<String> place(WarShop shop, String button, Map<String, String> more) throws Exception {
        HttpResponse<String> checkout = shop.open("/checkout.xhtml");
        Matcher state = VIEW_STATE.matcher(checkout.body());
        assertTrue(state.find(), checkout.body());
        Map<String, String> form = new HashMap<>();
        form.put("checkout", "checkout"); // Mojarra's name of a form that was sent
        form.put("checkout_SUBMIT", "1"); // and that of MyFaces
        form.put("jakarta.faces.ViewState", state.group(1));
        form.put(button, "Place order");
        form.putAll(more);
        return more.isEmpty() ? shop.send(checkout, form) : shop.send(checkout, form, "Faces-Request", "partial/ajax");
    }
}
