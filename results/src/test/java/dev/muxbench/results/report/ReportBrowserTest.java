package dev.muxbench.results.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muxbench.results.RunFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * The page as people open it, in a headless Chromium. Where there is none the tests are skipped, unless {@code MUXBENCH_REQUIRE_BROWSER}
 * is set.
 */
@Tag("browser")
class ReportBrowserTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static ChromeDriver browser;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() {
        boolean there = Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
        assumeTrue(there || System.getenv("MUXBENCH_REQUIRE_BROWSER") != null, "no Chromium with its driver here");
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        var options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage");
        options.setCapability("goog:loggingPrefs", logs);
        browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(new File(DRIVER.toString()))
                        .build(),
                options);
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.quit();
        }
    }

    private void show(RunFiles... runs) throws IOException {
        var file = folder.resolve("a page.html");
        ReportPage.write(List.of(runs), "muxbench test", Instant.EPOCH, file);
        browser.get(file.toUri().toString());
        new WebDriverWait(browser, PATIENCE)
                .until(page -> "true".equals(script("return document.documentElement.dataset.ready")));
    }

    private static Object script(String text, Object... arguments) {
        return ((JavascriptExecutor) browser).executeScript(text, arguments);
    }

    private static List<WebElement> all(String name) {
        return browser.findElements(By.cssSelector("[data-testid='" + name + "']"));
    }

    /** Charts are drawn when they come into view. */
    private static void scrollThrough() {
        for (var chart : all("chart")) {
            script("arguments[0].scrollIntoView()", chart);
            new WebDriverWait(browser, PATIENCE).until(page -> "true".equals(chart.getAttribute("data-drawn")));
        }
    }

    private static void assertNoError() {
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                .filteredOn(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .isEmpty();
    }

    private static void assertFitsTheWindow() {
        var overhang =
                (Number) script("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(overhang.intValue()).isLessThanOrEqualTo(0);
    }

    @ParameterizedTest
    @CsvSource({"1440, 900", "390, 844"})
    void aRunOfSevenBackendsIsDrawn(int width, int height) throws IOException {
        browser.manage().window().setSize(new Dimension(width, height));
        show(SampleRuns.whole(folder.resolve("run"), 7, 5), SampleRuns.jmh(folder.resolve("jmh")));
        scrollThrough();
        assertThat(all("run")).hasSize(2);
        assertThat(all("scenario")).hasSize(2);
        assertThat(all("jmh-group")).hasSize(2);
        assertThat(all("chart")).hasSizeGreaterThan(6);
        assertThat(all("verdict").getFirst().getText()).contains("FAILED");
        assertThat(all("answer").getFirst().getText()).contains("no answer").contains("own");
        assertThat(browser.getTitle()).doesNotContain("markup");
        assertThat(browser.findElement(By.tagName("body")).getText())
                .contains("a <b>reason</b>")
                .doesNotContain("NaN", "undefined", "null");
        assertFitsTheWindow();
        assertNoError();
    }

    @Test
    void aBackendIsHiddenAndShownByItsButton() throws IOException {
        browser.manage().window().setSize(new Dimension(1440, 900));
        show(SampleRuns.whole(folder.resolve("run"), 2, 5));
        scrollThrough();
        var button = all("legend-nio").getFirst();
        assertThat(button.getAttribute("aria-pressed")).isEqualTo("true");
        var before = pictures();
        press(button);
        assertThat(button.getAttribute("aria-pressed")).isEqualTo("false");
        assertThat(pictures()).isNotEqualTo(before);
        press(button);
        assertThat(button.getAttribute("aria-pressed")).isEqualTo("true");
        assertNoError();
    }

    private static void press(WebElement button) {
        script("arguments[0].scrollIntoView({block: 'center'})", button);
        button.click();
        scrollThrough();
    }

    private static Object pictures() {
        return script(
                "return [...document.querySelectorAll('[data-testid=chart] svg')].map(svg => svg.outerHTML).join()");
    }

    @Test
    void aFlameGraphIsDrawnWhenItIsOpenedAndCanBeZoomed() throws IOException {
        browser.manage().window().setSize(new Dimension(1440, 900));
        show(SampleRuns.profiled(folder.resolve("run"), 10));
        assertThat(browser.findElements(By.cssSelector(".flames"))).isEmpty();
        script("document.querySelectorAll('details').forEach(details => { details.open = true; })");
        scrollThrough();
        assertThat(browser.findElements(By.cssSelector("svg.flames"))).hasSize(3);
        assertThat(browser.getTitle()).doesNotContain("markup");
        var whole = widthOfLoop();
        var frames =
                browser.findElements(By.cssSelector("svg.flames")).getFirst().findElements(By.tagName("g"));
        assertThat(frames.getFirst().findElement(By.tagName("title")).getAttribute("textContent"))
                .startsWith("all Java threads: 100 %");
        var last = frames.getLast();
        script("arguments[0].dispatchEvent(new MouseEvent('click', {bubbles: true}))", last);
        var zoomed = browser.findElements(By.cssSelector("svg.flames")).getFirst();
        assertThat(zoomed.findElements(By.cssSelector("g"))).hasSizeLessThan(frames.size());
        assertThat(widthOfLoop()).isEqualTo(whole);
        assertFitsTheWindow();
        assertNoError();
    }

    private static Object widthOfLoop() {
        return script("return document.querySelector('svg.flames g rect').getAttribute('width')");
    }

    @Test
    void theThemeCanBeChanged() throws IOException {
        show(SampleRuns.one(folder.resolve("run")));
        var before = script("return getComputedStyle(document.body).backgroundColor");
        var toggle = all("theme-toggle").getFirst();
        toggle.click();
        scrollThrough();
        assertThat(script("return getComputedStyle(document.body).backgroundColor"))
                .isNotEqualTo(before);
        assertNoError();
    }

    @Test
    void aRunWithoutTrialsIsAPageToo() throws IOException {
        show(SampleRuns.without(folder.resolve("run")));
        scrollThrough();
        assertThat(all("verdict").getFirst().getText()).contains("INCOMPLETE");
        assertThat(browser.findElement(By.tagName("body")).getText())
                .contains("n/a")
                .doesNotContain("NaN");
        assertNoError();
    }

    @Test
    void fortyTrialsAndOneAreDrawn() throws IOException {
        show(SampleRuns.whole(folder.resolve("many"), 40, 2), SampleRuns.one(folder.resolve("one")));
        scrollThrough();
        assertFitsTheWindow();
        assertNoError();
    }

    @Test
    void everyChartHasItsFiguresAsATable() throws IOException {
        show(SampleRuns.whole(folder.resolve("run"), 2, 3));
        for (var chart : all("chart")) {
            var details = browser.findElement(By.id(chart.getAttribute("aria-details")));
            script("arguments[0].open = true", details); // that of a time series is built only then
            new WebDriverWait(browser, PATIENCE)
                    .until(page -> !details.findElements(By.tagName("caption")).isEmpty());
        }
    }
}
