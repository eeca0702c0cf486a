package io.handclasp.proxy.config;

import io.handclasp.handshake.tls.IdentitySettings;
import io.handclasp.handshake.tls.KeyLogSettings;
import io.handclasp.handshake.tls.ProviderChoice;
import io.handclasp.handshake.tls.TlsSettings;
import io.handclasp.pki.store.IdentitySource;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.TrustSource;
import io.handclasp.pki.trust.RevocationPolicy;
import io.handclasp.pki.trust.TrustPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code tls}. */
final class TlsSection {
  private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");
  private static final Form<String> PROTOCOL =
      new Form<>(
          "TLSv1.3 or TLSv1.2",
          text -> PROTOCOLS.contains(text) ? text : null,
          new Shape.Words(PROTOCOLS));

  /** Whoever gets hold of a key later can read nothing that went by these. */
  private static final Pattern FORWARD_SECRET =
      Pattern.compile("^TLS_(ECDHE_(ECDSA|RSA)_WITH_)?(AES|CHACHA20)_[A-Z0-9_]+$");

  private static final Form<String> SUITE =
      new Form<>(
          "a suite of TLS 1.3, or one with ECDHE and AES or ChaCha20",
          text -> FORWARD_SECRET.matcher(text).matches() ? text : null,
          new Shape.Pattern(FORWARD_SECRET.pattern()));
  private static final Form<PasswordSource> PASSWORD =
      new Form<>(
          "file:PATH, env:NAME or pass:TEXT",
          TlsSection::source,
          new Shape.Pattern("^((file|env):.+|pass:.*)$"));

  private static final Form<String> SERVER_NAME =
      new Form<>("a host name or *.DOMAIN", TlsSection::serverName, HostName.SHAPE_WITH_WILDCARD);

  private static final Form<Duration> KEY_LOG_LIMIT =
      new Form<>(
          "a time such as 30s or 10m, above 0 and at most 1h", TlsSection::keyLogLimit, Form.TIME);

  private final Section tls;
  private final Side side;
  private final Duration handshakeTimeout;

  TlsSection(Section tls, Side side, Duration handshakeTimeout) {
    this.tls = tls;
    this.side = side;
    this.handshakeTimeout = handshakeTimeout;
  }

  /** The settings; null where a store is not named, which then is among the problems. */
  @Nullable TlsSettings read() {
    ProviderChoice provider =
        tls.value("provider", Form.word(ProviderChoice.class), ProviderChoice.AUTO);
    List<String> protocols = tls.values("protocols", PROTOCOL, PROTOCOLS);
    List<String> suites = tls.values("suites", SUITE);
    List<String> groups = tls.values("groups", Form.TEXT);
    IdentitySource identity = identity(tls.requiredSection("keyStore", "own key and certificate"));
    List<IdentitySettings> identities = identities();
    TrustSource trust = trust(tls.requiredSection("trustStore", "the authorities to trust"));
    Section revocation = tls.section("revocation");
    List<Path> lists = revocation == null ? List.of() : lists(revocation);
    RevocationPolicy policy =
        revocation == null ? RevocationPolicy.OFF : revocationPolicy(revocation, lists);
    TrustPolicy trustPolicy = trustPolicy(policy);
    Path ticketKeys = side == Side.BACK ? tls.value("ticketKeys", tls.file()) : null;
    KeyLogSettings keyLog = keyLog();
    tls.finish();
    if (identity == null || trust == null) {
      return null;
    }
    return new TlsSettings(
            provider,
            protocols,
            suites,
            groups,
            identity,
            trust,
            lists,
            trustPolicy,
            handshakeTimeout)
        .withTicketKeys(ticketKeys)
        .withIdentities(identities)
        .withKeyLog(keyLog);
  }

  /** Whoever writes it down knows what it is. */
  private @Nullable KeyLogSettings keyLog() {
    Section section = tls.section("keyLogInsecure");
    if (section == null) {
      return null;
    }
    Path file = section.required("file", section.file());
    Duration limit = section.value("for", KEY_LOG_LIMIT, Duration.ofMinutes(10));
    section.finish();
    tls.warning(
        "keyLogInsecure", "the secrets of all connections are written: nothing on them is private");
    return file == null ? null : new KeyLogSettings(file, limit);
  }

  private List<IdentitySettings> identities() {
    List<IdentitySettings> read = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Section item : tls.sections("identities")) {
      String name = item.required("name", Form.TEXT);
      List<String> serverNames =
          side == Side.BACK ? item.values("serverNames", SERVER_NAME) : List.of();
      IdentitySource source = identity(item.requiredSection("keyStore", "key and certificate"));
      item.finish();
      if (name != null && !names.add(name)) {
        item.error("name", "found " + name + " twice; expected a name of its own");
      }
      if (name != null && source != null) {
        read.add(new IdentitySettings(name, source, serverNames));
      }
    }
    return read;
  }

  private static @Nullable Duration keyLogLimit(String text) {
    Duration limit = Form.DURATION.parser().parse(text);
    return limit == null || limit.compareTo(KeyLogSettings.LONGEST) > 0 ? null : limit;
  }

  private static @Nullable String serverName(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return HostName.plausible(lower.startsWith("*.") ? lower.substring(2) : lower) ? lower : null;
  }

  private static @Nullable IdentitySource identity(Section section) {
    Path file = section.required("file", section.file());
    Path keyFile = section.value("keyFile", section.file());
    PasswordSource password = password(section, "password");
    PasswordSource keyPassword = password(section, "keyPassword");
    String alias = section.value("alias", Form.TEXT);
    section.finish();
    return file == null ? null : new IdentitySource(file, keyFile, password, keyPassword, alias);
  }

  private static @Nullable TrustSource trust(Section section) {
    Path file = section.required("file", section.file());
    PasswordSource password = password(section, "password");
    section.finish();
    return file == null ? null : new TrustSource(file, password);
  }

  /** What was found is never told: it may be the password itself. */
  private static @Nullable PasswordSource password(Section section, String key) {
    PasswordSource source = section.secret(key, PASSWORD);
    if (source != null && source.inTheOpen()) {
      section.warning(key, "the password stands in the open; better file:PATH or env:NAME");
    }
    return source instanceof PasswordSource.FromFile fromFile
        ? resolved(section, fromFile)
        : source;
  }

  private static @Nullable PasswordSource source(String spec) {
    if (spec.equals("prompt")) {
      return null; // a reload has nobody to ask
    }
    try {
      return PasswordSource.parse(spec);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static PasswordSource resolved(Section section, PasswordSource.FromFile source) {
    Path file = section.resolved(source.file().toString());
    return file == null ? source : new PasswordSource.FromFile(file);
  }

  private static List<Path> lists(Section revocation) {
    return revocation.values("lists", revocation.file());
  }

  /** Whoever names lists wants them to count: without a word on it, every issuer needs one. */
  private static RevocationPolicy revocationPolicy(Section revocation, List<Path> lists) {
    RevocationPolicy policy =
        revocation.value(
            "policy",
            Form.word(RevocationPolicy.class),
            lists.isEmpty() ? RevocationPolicy.OFF : RevocationPolicy.REQUIRE);
    if (policy != RevocationPolicy.OFF && lists.isEmpty() && !revocation.has("lists")) {
      revocation.missing("lists", "at least one revocation list, as the policy asks for them");
    }
    revocation.finish();
    return policy;
  }

  private TrustPolicy trustPolicy(RevocationPolicy revocation) {
    TrustPolicy usual = TrustPolicy.everyday();
    boolean commonName = tls.value("matchCommonName", Form.TRUTH, usual.matchCommonName());
    if (commonName) {
      tls.warning(
          "matchCommonName", "a name in the subject alone is accepted; better a DNS name as SAN");
    }
    boolean sha1 = tls.value("allowSha1", Form.TRUTH, usual.allowSha1());
    if (sha1) {
      tls.warning("allowSha1", "signatures made with SHA-1 are accepted; they can be forged");
    }
    int bits = tls.value("minimumRsaBits", Form.number(1024, 16_384), usual.minimumRsaBits());
    boolean conformance = tls.value("conformance", Form.TRUTH, usual.conformance());
    return new TrustPolicy(
        revocation, commonName, bits, sha1, conformance, usual.certificatePolicies());
  }
}
