// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.cli.Program;
import io.github.seqnet.graph.io.CsvTable;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import io.github.seqnet.synthetic.SyntheticFundus;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * Opens report pages in headless Chromium. Skipped where Chromium or its driver is missing. The
 * system property {@code seqnet.screenshots} names a folder for screenshots.
 */
class ReportBrowserTest {
  /** The width and height of a photograph of DRIVE. */
  private static final int WIDTH = 565;

  private static final int HEIGHT = 584;
  private static final int LARGEST_PAGE = 3_000_000;
  private static final String NAME = "eye & 'x' #1";
  private static final String LENGTH = "total_length.arteries.field_of_view";
  private static final Pattern URL = Pattern.compile("\"url\":\"([^\"]*)\"");

  @TempDir private static Path folder;

  private static ChromeDriver browser;
  private static Path maps;
  private static Path photographs;
  private static Path output;
  private static Path downloads;

  @BeforeAll
  static void start() throws IOException {
    Path chromium =
        executable("chromium", "chromium-browser", "google-chrome")
            .orElseGet(() -> Assumptions.abort("Chromium is not installed"));
    Path driver =
        executable("chromedriver")
            .orElseGet(() -> Assumptions.abort("the driver of Chromium is not installed"));
    maps = Files.createDirectories(folder.resolve("maps"));
    photographs = Files.createDirectories(folder.resolve("photographs"));
    downloads = Files.createDirectories(folder.resolve("downloads"));
    output = folder.resolve("out");
    int seed = 1;
    for (String name : List.of(NAME, "second")) {
      SyntheticFundus fundus =
          FundusGenerator.generate(
              FundusOptions.defaults().withSize(WIDTH, HEIGHT).withSeed(seed++));
      ImageFiles.writePng(maps.resolve(name + ".png"), fundus.labels());
      ImageFiles.writePng(photographs.resolve(name + ".png"), fundus.image());
    }
    Program run =
        Program.run(
            "graph",
            "-i",
            maps,
            "-o",
            output,
            "--photographs",
            photographs,
            "--measure",
            "--report",
            "--refine",
            "stable");
    assertEquals(0, run.exitCode(), run.err());

    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--window-size=1400,1800");
    options.setExperimentalOption(
        "prefs",
        Map.of(
            "download.default_directory",
            downloads.toString(),
            "download.prompt_for_download",
            false));
    LoggingPreferences logging = new LoggingPreferences();
    logging.enable(LogType.BROWSER, Level.ALL);
    logging.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logging);
    browser =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(driver.toFile())
                .usingAnyFreePort()
                .build(),
            options);
    browser.manage().timeouts().scriptTimeout(Duration.ofMinutes(3));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.quit();
    }
  }

  @BeforeEach
  void openThePage() {
    open(output.resolve("report").resolve(NAME + ".html"));
  }

  private static Optional<Path> executable(String... names) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .flatMap(bin -> Stream.of(names).map(name -> Path.of(bin, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static void open(Path page) {
    browser.get(page.toUri().toString());
  }

  private static WebElement element(String css) {
    return browser.findElement(By.cssSelector(css));
  }

  @Test
  void layersToggle() {
    List<WebElement> boxes = browser.findElements(By.cssSelector("input[data-layer]"));
    assertEquals(9, boxes.size());
    for (WebElement box : boxes) {
      By layer = By.cssSelector("[data-in-layer='" + box.getDomAttribute("data-layer") + "']");
      for (int k = 0; k < 2; k++) {
        boolean shown = box.isSelected();
        for (WebElement part : browser.findElements(layer)) {
          assertEquals(shown, !part.getCssValue("display").equals("none"), layer.toString());
        }
        box.click();
        assertNotEquals(shown, box.isSelected());
      }
    }
  }

  @Test
  void selectionShowsTheNumbersOfTheGraph() throws IOException {
    List<CsvTable.Row> segments =
        CsvTable.rows(output.resolve(NAME + ".segments.csv"), List.of("segment", "label"));
    assertEquals(
        segments.size(), browser.findElements(By.cssSelector("path[data-segment]")).size());
    for (CsvTable.Row segment : segments.subList(0, Math.min(12, segments.size()))) {
      element("button[data-select='" + segment.text("segment") + "']").click();
      assertEquals("Segment " + segment.text("segment"), element("#segment-title").getText());
      assertShows(segment.text("smoothed_length_px"), "#segment-length");
      assertShows(segment.text("mean_caliber_px"), "#segment-caliber");
      assertShows(segment.text("tortuosity"), "#segment-tortuosity");
      assertEquals(segment.text("label"), element("#segment-label").getText());
      assertTrue(element("#segment-confidence").getText().matches("\\d+ %|-"));
      assertFalse(element("#segment-audit").getText().isBlank());
    }
  }

  /** Four significant digits. */
  private static void assertShows(String expected, String css) {
    String shown = element(css).getText().split(" ", -1)[0];
    if (expected.isEmpty()) {
      assertEquals("-", shown);
    } else {
      double value = Double.parseDouble(expected);
      assertEquals(value, Double.parseDouble(shown), 5e-4 * value, css);
    }
  }

  @Test
  void correctedLabelsChangeTheBiomarkersOfAGraph() throws Exception {
    Path override = correctWidestArtery();
    double before = artery(output.resolve("measures.csv"), NAME);
    Path corrected = folder.resolve("corrected");
    Program run =
        Program.run(
            "graph",
            "-i",
            maps.resolve(NAME + ".png"),
            "-o",
            corrected,
            "--photographs",
            photographs,
            "--measure",
            "--refine",
            "stable",
            "--override",
            override);
    assertEquals(0, run.exitCode(), run.err());
    double after = artery(corrected.resolve("measures.csv"), NAME);
    assertTrue(after < 0.98 * before, before + " -> " + after);
  }

  @Test
  void correctedLabelsChangeTheBiomarkersOfAnAnalysis() throws Exception {
    Path photograph = photographs.resolve("second.png");
    Path first = folder.resolve("first");
    assertEquals(0, Program.run("analyze", photograph, "-o", first).exitCode());
    open(first.resolve("second.seqnet/report.html"));
    Path override = correctWidestArtery();
    Path second = folder.resolve("corrected analysis");
    Program run = Program.run("analyze", photograph, "-o", second, "--override", override);
    assertEquals(0, run.exitCode(), run.err());
    double before = artery(first.resolve("measures.csv"), "second");
    double after = artery(second.resolve("measures.csv"), "second");
    assertTrue(after < 0.98 * before, before + " -> " + after);
  }

  /** Labels the widest long artery of the open page a vein, and returns the file that it saves. */
  private static Path correctWidestArtery() throws Exception {
    String widest =
        browser
            .executeScript(
                "const segments = JSON.parse(document.getElementById('data').textContent).segments"
                    + ".filter(s => s.label === 'artery');"
                    + "const size = s => parseFloat(s.length) * parseFloat(s.caliber) ** 2;"
                    + "return segments.sort((a, b) => size(b) - size(a))[0].index")
            .toString();
    WebElement button = element("button[data-select='" + widest + "']");
    button.sendKeys(Keys.ENTER);
    element("#new-label").sendKeys("v");
    assertEquals("1 label changed", element("#change-count").getText());
    assertTrue(
        element("path[data-segment='" + widest + "']").getDomAttribute("class").contains("vein"));
    try (Stream<Path> files = Files.list(downloads)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    element("#download").sendKeys(Keys.ENTER);
    for (int k = 0; k < 600; k++) {
      try (Stream<Path> files = Files.list(downloads)) {
        Optional<Path> saved = files.filter(file -> file.toString().endsWith(".csv")).findFirst();
        if (saved.isPresent() && Files.size(saved.get()) > 0) {
          return saved.get();
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError("the page saved no override file");
  }

  private static double artery(Path table, String name) throws IOException {
    for (CsvTable.Row row : CsvTable.rows(table, List.of("name", LENGTH))) {
      if (row.text("name").equals(name)) {
        return Double.parseDouble(row.text(LENGTH));
      }
    }
    throw new AssertionError(table + ": has no row of " + name);
  }

  @Test
  void worksWithTheKeyboard() {
    WebElement viewer = element("#viewer");
    viewer.sendKeys("++");
    assertEquals("156 %", element("#zoom").getText());
    viewer.sendKeys(Keys.ARROW_RIGHT);
    viewer.sendKeys("0");
    assertEquals("100 %", element("#zoom").getText());
    WebElement box = element("input[data-layer='vessels']");
    box.sendKeys(Keys.SPACE);
    assertTrue(box.isSelected());
    // Every control is reached by the tabulator key.
    openThePage();
    List<String> reached = new ArrayList<>();
    WebElement body = element("body");
    body.sendKeys(Keys.TAB);
    for (int k = 0; k < 25; k++) {
      WebElement active = browser.switchTo().activeElement();
      reached.add(active.getTagName() + " " + active.getDomAttribute("data-layer"));
      active.sendKeys(Keys.TAB);
    }
    assertTrue(
        reached.containsAll(
            List.of("a null", "div null", "button null", "input segments", "input zones")),
        reached.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void isAccessible(String scheme) throws IOException {
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    for (Path page :
        List.of(output.resolve("report").resolve(NAME + ".html"), output.resolve("index.html"))) {
      open(page);
      screenshot(scheme + (page.endsWith("index.html") ? "-index" : "-report"));
      // The schemes differ in colors alone.
      String rules = scheme.equals("light") ? "" : ", runOnly: ['color-contrast']";
      assertEquals("[]", axe(rules), page + " in " + scheme);
    }
  }

  /** The accessibility rules that the open page violates, with the elements. */
  private static String axe(String rules) throws IOException {
    String script;
    try (InputStream in =
        ReportBrowserTest.class.getResourceAsStream(
            "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")) {
      script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    browser.executeScript(script);
    return browser
        .executeAsyncScript(
            "const done = arguments[0];axe.run({resultTypes: ['violations']"
                + rules
                + "}).then(r =>"
                + " done(JSON.stringify(r.violations.map(v => v.id + ': ' + v.nodes.map(n =>"
                + " n.target + ' ' + n.failureSummary).slice(0, 3).join('; ')))))")
        .toString();
  }

  private static void screenshot(String name) throws IOException {
    String target = System.getProperty("seqnet.screenshots", "");
    if (!target.isEmpty()) {
      Files.write(
          Files.createDirectories(Path.of(target)).resolve(name + ".png"),
          browser.getScreenshotAs(OutputType.BYTES));
    }
  }

  @Test
  void needsNoNetworkAndReportsNoErrors() throws IOException {
    browser.manage().logs().get(LogType.PERFORMANCE);
    browser.manage().logs().get(LogType.BROWSER);
    Path page = output.resolve("report").resolve(NAME + ".html");
    assertTrue(Files.size(page) <= LARGEST_PAGE, Files.size(page) + " bytes");
    open(page);
    element("button[data-select]").click();
    element("a[href]").click();
    assertEquals("out", element("h1").getText());
    List<String> urls = new ArrayList<>();
    browser
        .manage()
        .logs()
        .get(LogType.PERFORMANCE)
        .forEach(
            entry -> {
              if (entry.getMessage().contains("Network.requestWillBeSent\"")) {
                Matcher url = URL.matcher(entry.getMessage());
                while (url.find()) {
                  urls.add(url.group(1));
                }
              }
            });
    assertFalse(urls.isEmpty());
    assertEquals(
        List.of(),
        urls.stream().filter(url -> !url.startsWith("file:") && !url.startsWith("data:")).toList());
    assertEquals(List.of(), browser.manage().logs().get(LogType.BROWSER).getAll());
  }

  @Test
  void comparesPhotographsOfAFolder() {
    assertEquals(7, browser.findElements(By.cssSelector("#folder figure")).size());
    assertTrue(
        element("#folder svg").getDomAttribute("aria-label").contains("of 2 photographs"),
        element("#folder").getText());
    open(output.resolve("index.html"));
    List<WebElement> rows = browser.findElements(By.cssSelector("#photographs tbody tr"));
    assertEquals(2, rows.size());
    assertEquals(2, browser.findElements(By.cssSelector("#photographs img.thumb")).size());
    element("#search").sendKeys("second");
    assertEquals("1 of 2 photographs", element("#status").getText());
    element("#search").sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.BACK_SPACE);
    WebElement header = element("#photographs th.number button");
    header.click();
    double first = sortKey(1);
    assertTrue(first <= sortKey(2));
    header.click();
    assertTrue(sortKey(1) > first);
    browser.findElement(By.linkText(NAME)).click();
    assertEquals(NAME, element("h1").getText());
  }

  private static double sortKey(int row) {
    return Double.parseDouble(
        element("#photographs tbody tr:nth-child(" + row + ") td.number")
            .getDomAttribute("data-value"));
  }

  @Test
  void prints() throws IOException {
    Map<String, Object> pdf = browser.executeCdpCommand("Page.printToPDF", Map.of());
    byte[] bytes = Base64.getDecoder().decode(pdf.get("data").toString());
    assertTrue(new String(bytes, 0, 5, StandardCharsets.US_ASCII).startsWith("%PDF"));
    String target = System.getProperty("seqnet.screenshots", "");
    if (!target.isEmpty()) {
      Files.write(Files.createDirectories(Path.of(target)).resolve("print.pdf"), bytes);
    }
  }
}
