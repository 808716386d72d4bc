package io.roifilter.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A Chromium of its own, with nothing remembered, as the system's packages install it. */
public final class Browser implements AutoCloseable {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final int WIDE = 1280;
    private static final int PHONE = 390;
    private static final int TRIES = 10;
    private static final int HEIGHT = 1600;

    private final ChromeDriver driver;

    /** Skips the test where there is none. */
    public Browser(int width, int height) {
        Path chromium = find("chromium", "google-chrome");
        Path chromeDriver = find("chromedriver");
        LoggingPreferences logging = new LoggingPreferences();
        logging.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        // As root, Chromium has no sandbox; and /dev/shm is small in containers.
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--disable-background-networking",
                "--window-size=" + width + "," + height);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logging);
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(chromeDriver.toFile())
                        .usingAnyFreePort()
                        .build(),
                options);
        resize(width, height);
    }

    private static Path find(String... names) {
        List<Path> found = Stream.of(System.getenv("PATH").split(":"))
                .flatMap(directory -> Stream.of(names).map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .toList();
        assumeTrue(!found.isEmpty(), () -> "there is no " + names[0]);
        return found.get(0);
    }

    /** The size of the page, not of the window. */
    public void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    public void dark(boolean isDark) {
        Map<String, String> scheme = Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light");
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
    }

    public void withoutScripts() {
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
    }

    public void open(String url) {
        driver.get(url);
    }

    /** Goes on in the tab that was opened last. */
    public void toNewestTab() {
        List<String> tabs = List.copyOf(driver.getWindowHandles());
        driver.switchTo().window(tabs.get(tabs.size() - 1));
    }

    /** Closes it, and goes on in the first. */
    public void closeTab() {
        driver.close();
        driver.switchTo().window(driver.getWindowHandles().iterator().next());
    }

    /** The value of a cookie that it would send to the page it shows; null without. */
    public String cookie(String name) {
        Cookie cookie = driver.manage().getCookieNamed(name);
        return cookie == null ? null : cookie.getValue();
    }

    public String url() {
        return driver.getCurrentUrl();
    }

    /** What a reader sees. */
    public String text() {
        for (int tries = 1; ; tries++) {
            try {
                return driver.findElement(By.tagName("body")).getText();
            } catch (StaleElementReferenceException e) { // the page was on its way out
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** The first element of a CSS selector. */
    public WebElement element(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    public List<WebElement> elements(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** Evaluates JavaScript. */
    public Object evaluate(String expression) {
        return driver.executeScript("return " + expression);
    }

    /** Where the keyboard is. */
    public WebElement focused() {
        return driver.switchTo().activeElement();
    }

    /** What the browser complains of: what a policy blocked, what could not be loaded. */
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /**
     * Looks at the page wide and on a phone, light and dark: nothing sticks out, is hidden or was blocked; and leaves a picture of each
     * for a person to look at.
     *
     * @param name of the pictures, in {@code target/screenshots}
     * @param hidden a script that tells whether a part of it cannot be seen
     */
    public void look(String name, String hidden) throws IOException {
        for (int width : new int[] {WIDE, PHONE}) {
            for (boolean dark : new boolean[] {false, true}) {
                dark(dark);
                resize(width, HEIGHT);
                long tooWide = (long) evaluate("document.documentElement.scrollWidth - window.innerWidth");
                assertTrue(tooWide <= 0, () -> name + " is " + tooWide + " px too wide for " + width);
                assertFalse((boolean) evaluate(hidden), () -> name + " hides a part at " + width);
                screenshot(SCREENSHOTS.resolve(name + "-" + width + (dark ? "-dark" : "") + ".png"));
            }
        }
        dark(false);
        resize(WIDE, HEIGHT);
        assertEquals(List.of(), complaints());
    }

    private void screenshot(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
