package io.handclasp.proxy.server;

import io.handclasp.handshake.observe.NamedIdentity;
import io.handclasp.handshake.record.HandshakeVerdict;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.tls.ClientTls;
import io.handclasp.handshake.tls.KeyLogFile;
import io.handclasp.handshake.tls.ServerTls;
import io.handclasp.handshake.tls.TlsMaterial;
import io.handclasp.handshake.tls.TlsSettings;
import io.handclasp.handshake.verdict.OwnSide;
import io.handclasp.handshake.verdict.StartCauses;
import io.handclasp.handshake.verdict.VerdictEngine;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.forward.EngineState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One state of configuration, identity and trust, opened and checked: what is in force from one
 * reload to the next.
 *
 * @param number from 1, one more with each reload
 * @param state what the engine works by
 * @param material what the files held
 * @param warnings what was accepted but should be mended
 * @param contents what the files of identity and trust held, as hashes
 */
record Epoch(
    long number,
    EngineState state,
    TlsMaterial material,
    List<String> warnings,
    Map<Path, String> contents)
    implements AutoCloseable {
  static final List<String> ALPN = List.of("h2", "http/1.1");

  Epoch {
    warnings = List.copyOf(warnings);
    contents = Map.copyOf(contents);
  }

  /**
   * Opens every file and builds every TLS context; binds nothing.
   *
   * @param keyLog is given the secrets of all connections; null for none
   * @throws StartException with every problem found
   */
  static Epoch open(ProxyConfig config, long number, @Nullable KeyLogFile keyLog)
      throws StartException {
    Role own = config.side() == Side.BACK ? Role.SERVER : Role.CLIENT;
    Map<Path, String> contents = FileWatch.contents(TlsFiles.of(config.tls()));
    TlsMaterial material = Material.load(config.tls(), own);
    List<String> warnings = new ArrayList<>(material.warnings());
    SuiteFit.check(config.tls(), material, own, warnings);
    VerdictEngine verdict = new VerdictEngine(ownSide(config, own, material));
    EngineState state;
    try {
      state = state(config, number, material, verdict, keyLog);
    } catch (IllegalArgumentException | IllegalStateException e) {
      String code = StartCauses.ofRefusedSettings(material.identity(), own).code();
      throw new StartException(
          StartFailure.MATERIAL, List.of("tls: " + e.getMessage() + " [" + code + "]"), e);
    }
    Instant now = Instant.now();
    warnings.addAll(verdict.faultsToCome(now));
    for (NamedIdentity other : material.others()) {
      VerdictEngine otherVerdict = new VerdictEngine(ownSide(config, own, material.as(other)));
      otherVerdict
          .ownFaults(now)
          .forEach(fault -> warnings.add("identity " + other.name() + ": " + fault));
    }
    return new Epoch(number, state, material, warnings, contents);
  }

  /**
   * Opens what follows this one. Where settings and files of identity and trust are the same, so
   * are the contexts: connections and sessions go on.
   *
   * @throws StartException with every problem found
   */
  Epoch next(ProxyConfig config, @Nullable KeyLogFile keyLog) throws StartException {
    boolean same =
        config.tls().equals(state.config().tls())
            && contents.equals(FileWatch.contents(TlsFiles.of(config.tls())));
    if (!same) {
      return open(config, number + 1, keyLog);
    }
    EngineState kept =
        new EngineState(config, state.serverTls(), state.clientTls(), state.otherTls());
    return new Epoch(number + 1, kept, material, warnings, contents);
  }

  /**
   * Whether who we are and whom we trust are the same; how tickets are sealed is not part of it.
   */
  boolean hasTrustOf(Epoch other) {
    return trust().equals(other.trust()) && settings().equals(other.settings());
  }

  private TlsSettings settings() {
    return state.config().tls().withTicketKeys(null).withKeyLog(null);
  }

  private Map<Path, String> trust() {
    Map<Path, String> trust = new HashMap<>(contents);
    trust.keySet().removeIf(file -> file.equals(state.config().tls().ticketKeys()));
    return trust;
  }

  /** What a verdict is made from. */
  static OwnSide ownSide(ProxyConfig config, Role own, TlsMaterial material) {
    return material.ownSide(own, config.tls(), ALPN);
  }

  private static EngineState state(
      ProxyConfig config,
      long number,
      TlsMaterial material,
      HandshakeVerdict verdict,
      @Nullable KeyLogFile keyLog) {
    return config.side() == Side.BACK
        ? new EngineState(
            config, ServerTls.build(config.tls(), material, ALPN, number, verdict, keyLog), null)
        : new EngineState(
            config,
            null,
            ClientTls.build(config.tls(), material, ALPN, number, verdict, keyLog),
            others(config, number, material, keyLog));
  }

  private static Map<String, ClientTls> others(
      ProxyConfig config, long number, TlsMaterial material, @Nullable KeyLogFile keyLog) {
    Map<String, ClientTls> others = new HashMap<>();
    for (NamedIdentity other : material.others()) {
      TlsMaterial shown = material.as(other);
      VerdictEngine verdict = new VerdictEngine(ownSide(config, Role.CLIENT, shown));
      others.put(other.name(), ClientTls.build(config.tls(), shown, ALPN, number, verdict, keyLog));
    }
    return others;
  }

  /** What is reported of it. */
  InForce inForce() {
    return new InForce(number, state.config(), material);
  }

  /** Which TLS implementation was chosen. */
  String provider() {
    ServerTls server = state.serverTls();
    ClientTls client = state.clientTls();
    return server != null ? server.provider() : client != null ? client.provider() : "none";
  }

  /** Releases the TLS contexts; connections that use them go on. */
  @Override
  public void close() {
    if (state.serverTls() != null) {
      state.serverTls().close();
    }
    if (state.clientTls() != null) {
      state.clientTls().close();
    }
    state.otherTls().values().forEach(ClientTls::close);
  }
}
