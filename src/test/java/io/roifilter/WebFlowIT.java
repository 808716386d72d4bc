package io.roifilter;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.ObservationRegistry;
import io.roifilter.flowshop.Bookings;
import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.ReadmeRecipe;
import io.roifilter.testing.WarShop;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aop.framework.AopProxy;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.Resource;
import org.springframework.expression.Expression;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;

/** The recipes for Spring Web Flow, on Spring Web Flow itself, with views that are JSP. */
class WebFlowIT {
    private static final String WEB_XML = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <servlet>
                <servlet-name>shop</servlet-name>
                <servlet-class>org.springframework.web.servlet.DispatcherServlet</servlet-class>
                <load-on-startup>1</load-on-startup>
              </servlet>
              <servlet-mapping><servlet-name>shop</servlet-name><url-pattern>/</url-pattern></servlet-mapping>
            </web-app>
            """;

    private static final String BEANS = """
            <beans xmlns="http://www.springframework.org/schema/beans"
                   xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                   xmlns:flow="http://www.springframework.org/schema/webflow-config"
                   xsi:schemaLocation="http://www.springframework.org/schema/beans
                     http://www.springframework.org/schema/beans/spring-beans.xsd
                     http://www.springframework.org/schema/webflow-config
                     http://www.springframework.org/schema/webflow-config/spring-webflow-config.xsd">
              <flow:flow-executor id="executor" flow-registry="flows"/>
              <flow:flow-registry id="flows" flow-builder-services="services">
                <flow:flow-location id="booking" path="/WEB-INF/booking.xml"/>
              </flow:flow-registry>
              <flow:flow-builder-services id="services" view-factory-creator="views"/>
              <bean id="views" class="org.springframework.webflow.mvc.builder.MvcViewFactoryCreator">
                <property name="viewResolvers" ref="pages"/>
              </bean>
              <bean id="pages" class="org.springframework.web.servlet.view.InternalResourceViewResolver">
                <property name="prefix" value="/WEB-INF/"/>
                <property name="suffix" value=".jsp"/>
              </bean>
              <bean class="org.springframework.webflow.mvc.servlet.FlowHandlerMapping">
                <property name="flowRegistry" ref="flows"/>
              </bean>
              <bean class="org.springframework.webflow.mvc.servlet.FlowHandlerAdapter">
                <property name="flowExecutor" ref="executor"/>
              </bean>
              <bean id="bookings" class="io.roifilter.flowshop.Bookings"/>
            </beans>
            """;

    private static final String FLOW = """
            <flow xmlns="http://www.springframework.org/schema/webflow"
                  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                  xsi:schemaLocation="http://www.springframework.org/schema/webflow
                    http://www.springframework.org/schema/webflow/spring-webflow.xsd">
              <on-start><set name="flowScope.booking" value="bookings.draft()"/></on-start>
              <view-state id="review">
                <transition on="pay" to="confirmed"/>
                <transition on="cancel" to="cancelled"/>
              </view-state>
              <CONFIRMED/>
              <end-state id="cancelled" view="cancelled"/>
            </flow>
            """;

    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    @TempDir
    private Path directory;

    @Test
    void anOrderOfAStateThatShowsAPageAndWaits() throws Exception {
        try (WarShop shop = shop("<view-state id=\"confirmed\"/>").start(ReadmeRecipe.settings("web-flow"))) {
            anOrderAfterOneThatIsCancelled(shop);
        }
    }

    @Test
    void anOrderOfAnEndStateWithAView() throws Exception {
        try (WarShop shop =
                shop("<end-state id=\"confirmed\" view=\"confirmed\"/>").start(ReadmeRecipe.settings("web-flow-end"))) {
            anOrderAfterOneThatIsCancelled(shop);
        }
    }

    private static void anOrderAfterOneThatIsCancelled(WarShop shop) throws Exception {
        assertEquals("<p>Cancelled</p>", afterReview(shop, "cancel"));
        assertEquals("<p>Order 1123: 152.99</p>", afterReview(shop, "pay"));
        assertEventually(List.of("1123 152.99"), shop::reported);
        assertEquals(List.of(), LOG.ours(Level.SEVERE));
    }

    @Test
    void anEndStateHasNoFlowScopeAnyMore() throws Exception {
        Map<String, String> recipe = new HashMap<>(ReadmeRecipe.settings("web-flow-end"));
        recipe.put("orderId", "${flowRequestContext.flowScope.booking.id}");
        try (WarShop shop =
                shop("<end-state id=\"confirmed\" view=\"confirmed\"/>").start(recipe)) {
            assertEquals("<p>Order 1123: 152.99</p>", afterReview(shop, "pay"));
            assertEventually(
                    true, () -> LOG.ours(Level.WARNING).stream().anyMatch(line -> line.contains("IllegalState")));
            assertEquals(List.of(), shop.reported());
        }
    }

    /** @param confirmed the state that shows an order */
    private WarShop shop(String confirmed) throws Exception {
        return new WarShop(directory)
                .framework("web-flow")
                .librariesOf(DispatcherServlet.class, WebApplicationContext.class, ApplicationContext.class)
                .librariesOf(BeanFactory.class, AopProxy.class, Expression.class, Resource.class, LogFactory.class)
                .librariesOf(ObservationRegistry.class, KeyValue.class)
                .classes(Bookings.class, Bookings.Booking.class)
                .file("WEB-INF/web.xml", WEB_XML)
                .file("WEB-INF/shop-servlet.xml", BEANS)
                .file("WEB-INF/booking.xml", FLOW.replace("<CONFIRMED/>", confirmed))
                .file("WEB-INF/review.jsp", "<p>To be paid: ${booking.total}</p>")
                .file("WEB-INF/cancelled.jsp", "<p>Cancelled</p>")
                .file("WEB-INF/confirmed.jsp", "<p>Order ${booking.id}: ${booking.total}</p>");
    }

    private static String afterReview(WarShop shop, String event) throws Exception {
        HttpResponse<String> review = shop.open("/booking");
        assertEquals("<p>To be paid: 152.99</p>", review.body());
        return shop.send(review, Map.of("_eventId", event)).body();
    }
}
