package io.handclasp.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.RecordJson;
import io.handclasp.handshake.verdict.Cause;
import io.handclasp.pair.WatchedPair.Watched;
import io.handclasp.proxy.config.Side;
import java.io.File;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The admin page as a browser shows it. Skipped where Chromium is not installed. */
class AdminPageTest {
  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private static Path folder;
  private static WatchedPair pair;
  private static ChromeDriver browser;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        Files.exists(BROWSER) && Files.exists(DRIVER),
        "the admin page is not tested: no " + BROWSER + " or no " + DRIVER);
    pair = new WatchedPair(folder);
    pair.request(pair.front, "/hello");
    pair.request(pair.stranger, "/hello");
    shout();
    WatchedPair.awaitHandshakes(pair.front, 1);
    WatchedPair.awaitHandshakes(pair.stranger, 1);
    WatchedPair.awaitHandshakes(pair.back, 3);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(BROWSER.toFile());
    options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage");
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new File(DRIVER.toString()))
            .usingAnyFreePort()
            .build();
    browser = new ChromeDriver(service, options);
  }

  /** Plain HTTP on the TLS port: a path with markup, a header with control characters. */
  private static void shout() throws Exception {
    String request =
        """
        GET /<img src=x onerror=document.title='owned'> HTTP/1.1
        Host: \u001b[31mred\u0007\u0000

        """
            .replace("\n", "\r\n");
    try (Socket socket =
        new Socket(pair.back.server().address().host(), pair.back.server().address().port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      socket.getInputStream().readAllBytes();
    }
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.quit();
    }
    if (pair != null) {
      pair.close();
    }
  }

  @BeforeEach
  void atTheUsualSize() {
    size(1280, 900);
  }

  @Test
  void drawsAHandshakeThatSucceededFromBothEnds() {
    open(pair.front, "");
    WebElement row = await(".rows .row.tone-ok");
    assertThat(row.getText()).contains("established").contains("back.example");

    row.click();

    await(".sequence .message");
    assertThat(texts(".sequence .badge text")).containsExactlyInAnyOrder("1", "2", "3", "4");
    assertThat(texts(".joined")).first().asString().startsWith("both ends");
    assertThat(texts(".decision .verdict"))
        .containsExactlyInAnyOrder("The back trusts it", "The front trusts it");
    assertNoFault();
  }

  @Test
  void drawsAHandshakeThatFailedDownToTheAlert() {
    open(pair.stranger, "");
    await(".rows .row.tone-bad").click();

    await(".sequence .message-alert");
    assertThat(texts(".headline .state")).first().asString().isIn("refused", "failed");
    assertThat(texts(".joined")).first().asString().startsWith("both ends");
    assertThat(texts(".diagnosis .cause.first")).containsExactly(Cause.CLIENT_CERT_WITHHELD.code());
    assertThat(texts(".diagnosis .fault dd")).first().asString().startsWith("the ");
    assertThat(texts(".diagnosis .evidence li")).isNotEmpty().doesNotContain("");
    assertThat(texts(".diagnosis .cures li > p")).isNotEmpty().doesNotContain("");
    assertThat(texts(".diagnosis .commands pre")).isNotEmpty().doesNotContain("");
    assertThat(texts(".diagnosis .commands .copy")).containsOnly("Copy");
    assertNoFault();
  }

  @Test
  void showsTheCauseOfAFailedRequestAtOnce() throws Exception {
    open(pair.front, "");
    await(".rows .row");
    long began = System.nanoTime();
    assertThat(pair.request(pair.front, "/nowhere")).isEqualTo(502);
    long answered = (System.nanoTime() - began) / 1_000_000;
    waitUntil(
        "document.querySelector('.rows').textContent.includes("
            + quoted(Cause.BACKEND_NOT_LISTENING.code())
            + ")");
    long shown = (System.nanoTime() - began) / 1_000_000;
    System.out.println("a failed request: answered in " + answered + " ms, shown in " + shown);

    await(".rows .row.tone-bad").click();
    await(".diagnosis");
    assertThat(texts(".diagnosis .cause.first"))
        .containsExactly(Cause.BACKEND_NOT_LISTENING.code());
    assertNoFault();
  }

  @Test
  void weighsLittle() {
    long began = System.nanoTime();
    open(pair.front, "");
    await(".rows .row");
    long drawn = (System.nanoTime() - began) / 1_000_000;
    Object weight =
        browser.executeScript(
            "return performance.getEntries().filter(e => /navigation|resource/.test(e.entryType)"
                + " && /(\\/|js|css|svg)$/.test(new URL(e.name).pathname))"
                + ".reduce((sum, e) => sum + e.decodedBodySize, 0)");
    System.out.println("the page: " + weight + " bytes, first handshake after " + drawn + " ms");

    assertThat(Integer.parseInt(String.valueOf(weight))).isBetween(10_000, 150_000);
  }

  @Test
  void showsWhatAPeerSentAsTextWhateverItIs() {
    HandshakeRecord hostile = hostile();
    pair.back.recent().onHandshake(hostile);

    open(pair.back, "");
    await(".rows .row");
    waitUntil("document.querySelector('.rows').textContent.includes('<script>')");
    open(pair.back, "#/handshakes/" + hostile.id());
    await(".sequence");
    assertThat(body()).contains(WatchedPair.HOSTILE_NAME);

    String shouted =
        pair.back.recent().byId("").stream()
            .filter(each -> each.outcome().word().equals("not-tls"))
            .findFirst()
            .orElseThrow()
            .id();
    open(pair.back, "#/handshakes/" + shouted);
    await(".headline");
    waitUntil("document.body.textContent.includes('GET /<img')");

    open(pair.back, "#/certificates");
    await(".certificates .panel");
    assertThat(browser.getTitle()).doesNotContain("owned");
    assertThat(browser.findElements(By.cssSelector("main img, main script"))).isEmpty();
    assertNoFault();
  }

  /** A record as a stranger with such names would have caused it. */
  private static HandshakeRecord hostile() {
    String good = new String(RecordJson.write(established()), StandardCharsets.UTF_8);
    String bad =
        good.replaceFirst("\"id\":\"[0-9a-f]+\"", "\"id\":\"bad000000001\"")
            .replace("CN=front.example", "CN=" + WatchedPair.HOSTILE_NAME)
            .replace("CN=back.example", "CN=" + WatchedPair.HOSTILE_NAME);
    return read(bad);
  }

  @Test
  void namesNobodyAsThePeerThatShowedNoCertificate() {
    open(pair.back, "");
    await(".rows .row");
    waitUntil("document.querySelector('.rows').textContent.includes('client-cert-withheld')");

    assertThat(texts(".rows .row.tone-bad .c-peer b")).contains("no certificate");
    assertThat(texts(".rows .row.tone-bad .c-peer b")).doesNotContain("back.example");
  }

  @Test
  void filtersByTime() {
    HandshakeRecord old =
        read(
            new String(RecordJson.write(established()), StandardCharsets.UTF_8)
                .replaceFirst("\"id\":\"[0-9a-f]+\"", "\"id\":\"01d000000001\"")
                .replaceFirst("\"started_at\":\"20\\d\\d", "\"started_at\":\"2020"));
    pair.back.recent().onHandshake(old);
    open(pair.back, "");
    waitUntil("document.querySelector('.rows').textContent.includes('01d000000001')");

    browser.findElement(By.id("filter-age")).sendKeys("last 5 min");

    waitUntil("!document.querySelector('.rows').textContent.includes('01d000000001')");
    assertThat(texts(".rows .row .c-id")).isNotEmpty();
    browser.findElement(By.cssSelector(".filter-end button")).click();
    waitUntil("document.querySelector('.rows').textContent.includes('01d000000001')");
  }

  @Test
  void drawsTheLastMinutesOfEachEndpoint() throws Exception {
    String endpoint = "'https://" + pair.back.server().address() + "'";
    Watched twofold =
        pair.start(
            folder,
            Side.FRONT,
            "{file: front.pem}",
            "[{endpoints: [" + endpoint + ", 'https://127.0.0.1:1'], peerName: back.example}]",
            "");
    pair.request(twofold, "/hello");
    open(twofold, "#/routes");
    await(".endpoint .chart");

    assertThat(texts(".endpoint .chart figcaption span"))
        .containsExactly(
            "Requests per second",
            "Error share",
            "Latency p50, p99",
            "Requests per second",
            "Error share",
            "Latency p50, p99");
    assertNoFault();
  }

  @Test
  void worksByKeyboardAlone() {
    open(pair.back, "");
    await(".rows .row");
    press("j");
    press("j");
    assertThat(attribute(".scroller", "aria-activedescendant")).startsWith("row-");
    press(Keys.ENTER);
    await(".headline");
    press(Keys.ESCAPE);
    await(".rows .row.at");
    press("/");
    assertThat(browser.switchTo().activeElement().getAttribute("id")).isEqualTo("filter-peer");
    browser.switchTo().activeElement().sendKeys("front.example", Keys.ESCAPE);
    waitUntil("document.querySelector('.counted').textContent.includes(' of ')");
    press("3");
    await(".routes .panel");
    press("?");
    assertThat(await("#help").isDisplayed()).isTrue();
    press(Keys.ESCAPE);
    assertNoFault();
  }

  @Test
  void fitsIntoANarrowWindow() {
    size(320, 640);
    String id = established().id();
    for (String view : List.of("", "#/handshakes/" + id, "#/certificates", "#/routes", "#/proxy")) {
      open(pair.front, view);
      await("main .panel, main .rows .row");
      Object beyond =
          browser.executeScript(
              "return document.documentElement.scrollWidth"
                  + " - document.documentElement.clientWidth");
      assertThat(beyond).as(view).isEqualTo(0L);
    }
    assertNoFault();
  }

  @Test
  void isDarkWhereTheSystemIs() {
    open(pair.front, "");
    await(".rows .row");
    String light = color();
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
    String dark = color();
    browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));

    assertThat(light).isEqualTo("rgb(243, 245, 247)");
    assertThat(dark).isEqualTo("rgb(13, 17, 23)");
  }

  @Test
  void holdsTenThousandHandshakesAndDrawsOnlyWhatIsSeen() {
    Watched crowded = pair.stranger;
    HandshakeRecord one = established();
    for (int i = 0; i < 10_000; i++) {
      crowded.recent().onHandshake(one);
    }
    long began = System.nanoTime();
    open(crowded, "");
    await(".rows .row");
    long drawn = (System.nanoTime() - began) / 1_000_000;
    waitUntil("document.querySelector('.scroller').getAttribute('aria-rowcount') === '10000'");
    long whole = (System.nanoTime() - began) / 1_000_000;
    press(Keys.END);
    waitUntil("document.querySelector('.scroller').scrollTop > 300000");

    assertThat(browser.findElements(By.cssSelector(".rows .row")).size()).isLessThan(80);
    System.out.println(
        "10,000 handshakes: first row after " + drawn + " ms, all after " + whole + " ms");
    assertNoFault();
  }

  private static HandshakeRecord established() {
    return pair.front.recent().byId("").stream()
        .filter(each -> each.outcome().word().equals("established"))
        .findFirst()
        .orElseThrow();
  }

  private static HandshakeRecord read(String json) {
    try {
      return RecordJson.read(json.getBytes(StandardCharsets.UTF_8));
    } catch (io.handclasp.handshake.record.RecordFormatException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void open(Watched of, String view) {
    browser.get("about:blank");
    browser.get("http://" + of.address() + "/" + view);
  }

  private static WebElement await(String selector) {
    waitUntil("document.querySelector(" + quoted(selector) + ") !== null");
    return browser.findElement(By.cssSelector(selector));
  }

  private static void waitUntil(String script) {
    new WebDriverWait(browser, PATIENCE)
        .pollingEvery(Duration.ofMillis(20))
        .until(b -> Boolean.TRUE.equals(browser.executeScript("return " + script)));
  }

  private static String quoted(String text) {
    return "'" + text + "'";
  }

  private static List<String> texts(String selector) {
    return browser.findElements(By.cssSelector(selector)).stream()
        .map(element -> element.getAttribute("textContent"))
        .toList();
  }

  private static String attribute(String selector, String name) {
    return String.valueOf(browser.findElement(By.cssSelector(selector)).getAttribute(name));
  }

  private static String body() {
    return String.valueOf(browser.executeScript("return document.body.textContent"));
  }

  private static String color() {
    return String.valueOf(
        browser.executeScript("return getComputedStyle(document.body).backgroundColor"));
  }

  private static void press(CharSequence key) {
    browser.switchTo().activeElement().sendKeys(key);
  }

  private static void size(int width, int height) {
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Nothing was blocked by the policy, no script failed; not to be ready is an answer. */
  private static void assertNoFault() {
    assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
        .filteredOn(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
        .extracting(LogEntry::getMessage)
        .filteredOn(message -> !message.contains("/ready - "))
        .isEmpty();
  }
}
