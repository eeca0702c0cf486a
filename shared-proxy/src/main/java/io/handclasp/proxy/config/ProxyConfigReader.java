package io.handclasp.proxy.config;

import io.handclasp.handshake.tls.IdentitySettings;
import io.handclasp.handshake.tls.TlsSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a proxy's YAML file. Paths in it are relative to its folder. No store is opened here. Keys
 * and defaults are those of {@code docs/configuration.md}.
 */
public final class ProxyConfigReader {
  private static final int LONGEST_FILE = 1 << 20;

  private final Section root;
  private final Side side;

  private ProxyConfigReader(Section root, Side side) {
    this.root = root;
    this.side = side;
  }

  /** Everything that may stand in a file of that side, found by reading one that says nothing. */
  public static SectionDescription describe(Side side) {
    Survey survey = new Survey();
    Section root = Section.surveyed(survey, Path.of("the configuration's folder"));
    new ProxyConfigReader(root, side).config();
    return survey.description();
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException with every problem at once, a file that cannot be read included
   */
  public static LoadedConfig read(Path file, Side side) throws ConfigException {
    Problems problems = new Problems(file);
    Path folder = file.toAbsolutePath().normalize().getParent();
    String text = text(file, problems);
    YamlNode node = text == null ? null : YamlTree.parse(text, problems);
    ProxyConfig config = null;
    if (node != null && folder != null) {
      Section root = Section.of(node, "", folder, problems);
      config = new ProxyConfigReader(root, side).config();
    }
    if (config == null || !problems.none()) {
      throw problems.exception();
    }
    return new LoadedConfig(config, problems.warnings());
  }

  private @Nullable ProxyConfig config() {
    Address listen = side == Side.FRONT ? plainListener() : tlsListener();
    Timeouts timeouts = timeouts(root.section("timeouts"));
    TlsSettings tls =
        new TlsSection(
                root.requiredSection("tls", "identity and trust for mutual TLS"),
                side,
                timeouts.handshake())
            .read();
    List<RouteConfig> routes = routes();
    Limits limits = limits(root.section("limits"));
    JournalConfig journal = journal(root.section("journal"));
    int workers = root.value("workers", Form.number(0, 1024), 0);
    TransportConfig transport =
        root.value("transport", Form.word(TransportConfig.class), TransportConfig.AUTO);
    LogConfig log = log(root.section("log"));
    ReloadConfig reload = reload(root.section("reload"));
    ForwardingConfig forwarding = forwarding(root.section("forwarding"));
    TracingConfig tracing = tracing(root.section("tracing"));
    AdminConfig admin = AdminSection.read(root, side);
    root.finish();
    if (tls != null) {
      checkIdentities(tls, routes);
    }
    if (tls == null || routes.isEmpty()) {
      return null;
    }
    return new ProxyConfig(
        side,
        listen,
        tls,
        routes,
        limits,
        timeouts,
        journal,
        workers,
        transport,
        log,
        reload,
        forwarding,
        tracing,
        admin);
  }

  private void checkIdentities(TlsSettings tls, List<RouteConfig> routes) {
    List<String> known = tls.identities().stream().map(IdentitySettings::name).toList();
    for (RouteConfig route : routes) {
      if (route.target() instanceof RouteConfig.Forward forward) {
        String asked = forward.endpoints().get(0).identity();
        if (asked != null && !known.contains(asked)) {
          root.error(
              "routes", "found identity " + asked + "; expected one of tls.identities: " + known);
        }
      }
    }
  }

  /** Plain HTTP for other machines needs the louder word. */
  private Address plainListener() {
    Address listen = root.value("listen", Form.ADDRESS, Defaults.FRONT_LISTEN);
    if (!HostName.loopback(listen.host())) {
      root.error(
          "listen",
          "found "
              + listen
              + "; expected a loopback address, as this listener speaks plain HTTP;"
              + " to serve other machines all the same, write listenInsecure instead of listen");
    }
    Address insecure = root.value("listenInsecure", Form.ADDRESS);
    boolean both = root.present(false, "listen", "listenInsecure") > 1;
    if (insecure == null) {
      return listen;
    }
    if (both) {
      root.error("listenInsecure", "found beside listen; expected one of the two");
    }
    if (!HostName.loopback(insecure.host())) {
      root.warning("listenInsecure", "plain HTTP is served to other machines");
    }
    return insecure;
  }

  private Address tlsListener() {
    return root.value("listen", Form.ADDRESS, Defaults.BACK_LISTEN);
  }

  private List<RouteConfig> routes() {
    List<RouteConfig> routes = new ArrayList<>();
    List<Section> items = root.requiredSections("routes");
    if (items.isEmpty()) {
      root.error("routes", "found no route; expected at least one");
    }
    for (Section item : items) {
      RouteConfig route = new RouteSection(item, side).read();
      if (route != null) {
        routes.add(route);
      }
    }
    return routes;
  }

  private static Limits limits(@Nullable Section section) {
    Limits safe = Limits.defaults();
    if (section == null) {
      return safe;
    }
    Limits limits =
        new Limits(
            section.value("requestLine", Defaults.HEAD_SIZE, (long) safe.requestLine()).intValue(),
            section.value("fields", Defaults.HEAD_SIZE, (long) safe.fields()).intValue(),
            section.value("fieldCount", Form.number(1, 10_000), safe.fieldCount()),
            section.value("body", Form.SIZE_OR_NONE, safe.body()),
            section.value("connections", Form.number(1, 10_000_000), safe.connections()),
            section.value("streams", Form.number(1, 100_000), safe.streams()));
    section.finish();
    return limits;
  }

  private static Timeouts timeouts(@Nullable Section section) {
    Timeouts safe = Timeouts.defaults();
    if (section == null) {
      return safe;
    }
    Timeouts timeouts =
        new Timeouts(
            section.value("connect", Form.DURATION, safe.connect()),
            section.value("handshake", Form.DURATION, safe.handshake()),
            section.value("header", Form.DURATION, safe.header()),
            section.value("idle", Form.DURATION, safe.idle()),
            section.value("body", Form.DURATION, safe.body()),
            section.value("response", Form.DURATION, safe.response()),
            section.value("linkIdle", Form.DURATION, safe.linkIdle()),
            section.value("drain", Form.DURATION, safe.drain()),
            section.value("warmUp", Form.DURATION_OR_NONE, safe.warmUp()),
            section.value("names", Form.DURATION, safe.names()),
            section.value("tunnel", Form.DURATION_OR_NONE, safe.tunnel()));
    section.finish();
    return timeouts;
  }

  private ForwardingConfig forwarding(@Nullable Section section) {
    ForwardingConfig safe = ForwardingConfig.defaults();
    if (section == null) {
      return safe;
    }
    boolean via = section.value("via", Form.TRUTH, safe.via());
    boolean xForwarded = section.value("xForwarded", Form.TRUTH, safe.xForwarded());
    boolean forwarded = section.value("forwarded", Form.TRUTH, safe.forwarded());
    boolean back = side == Side.BACK;
    boolean believe = back && section.value("believePeers", Form.TRUTH, safe.believePeers());
    boolean cert = back && section.value("clientCert", Form.TRUTH, safe.clientCert());
    boolean chain = back && section.value("clientCertChain", Form.TRUTH, safe.clientCertChain());
    boolean envoy =
        back && section.value("xForwardedClientCert", Form.TRUTH, safe.xForwardedClientCert());
    section.finish();
    return new ForwardingConfig(via, xForwarded, forwarded, believe, cert, chain, envoy);
  }

  private static @Nullable JournalConfig journal(@Nullable Section section) {
    if (section == null) {
      return null;
    }
    Path file = section.required("file", section.file());
    long maxBytes = section.value("maxSize", Form.JOURNAL_SIZE, Defaults.JOURNAL_BYTES);
    int keep = section.value("keep", Form.number(0, 1_000), Defaults.JOURNAL_KEEP);
    section.finish();
    return file == null ? null : new JournalConfig(file, maxBytes, keep);
  }

  private static LogConfig log(@Nullable Section section) {
    LogConfig safe = LogConfig.defaults();
    if (section == null) {
      return safe;
    }
    LogConfig.Format format =
        section.value("format", Form.word(LogConfig.Format.class), safe.format());
    AccessFormat access = section.value("access", Form.ACCESS, safe.access());
    Map<String, LogConfig.Level> levels = new LinkedHashMap<>();
    Section named = section.section("levels");
    if (named != null) {
      for (String logger : Defaults.LOGGERS) {
        LogConfig.Level level = named.value(logger, Form.word(LogConfig.Level.class));
        if (level != null) {
          levels.put(logger, level);
        }
      }
      named.finish();
    }
    section.finish();
    return new LogConfig(format, access, levels);
  }

  private static TracingConfig tracing(@Nullable Section section) {
    TracingConfig safe = TracingConfig.defaults();
    if (section == null) {
      return safe;
    }
    TracingConfig.Context context =
        section.value("context", Form.word(TracingConfig.Context.class), safe.context());
    double sample = section.value("sample", Form.SHARE, safe.sample());
    URI otlp = section.value("otlp", Form.HTTP_URL);
    if (otlp != null && context == TracingConfig.Context.IGNORE) {
      section.error("otlp", "found beside context: ignore; expected begin or pass there");
    }
    section.finish();
    return new TracingConfig(context, sample, otlp);
  }

  private static ReloadConfig reload(@Nullable Section section) {
    ReloadConfig safe = ReloadConfig.defaults();
    if (section == null) {
      return safe;
    }
    ReloadConfig reload =
        new ReloadConfig(
            section.value("watch", Form.TRUTH, safe.watch()),
            section.value("interval", Form.DURATION, safe.interval()),
            section.value("retire", Form.DURATION, safe.retire()));
    section.finish();
    return reload;
  }

  private static @Nullable String text(Path file, Problems problems) {
    Position top = new Position(1, 1);
    try {
      if (Files.size(file) > LONGEST_FILE) {
        problems.error(top, "", "found more than 1 MiB; expected a configuration");
        return null;
      }
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
          .toString();
    } catch (NoSuchFileException e) {
      problems.error(top, "", "no such file; expected a configuration in YAML");
    } catch (AccessDeniedException e) {
      problems.error(top, "", "may not be read by this user; expected read permission");
    } catch (CharacterCodingException e) {
      problems.error(top, "", "found bytes that are not UTF-8; expected text in UTF-8");
    } catch (IOException e) {
      problems.error(top, "", "cannot be read (" + e.getMessage() + "); expected a file");
    }
    return null;
  }
}
