package io.handclasp.proxy.server;

import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.tls.ClientTls;
import io.handclasp.handshake.tls.ServerTls;
import io.handclasp.handshake.tls.TlsMaterial;
import io.handclasp.handshake.tls.TlsSettings;
import io.handclasp.handshake.verdict.VerdictEngine;
import io.handclasp.pki.lifecycle.PassingPair;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.trust.TrustJudge;
import io.handclasp.pki.trust.TrustPolicy;
import io.handclasp.proxy.config.ProxyConfig;
import java.util.List;

/**
 * Both ends of mutual TLS as it is configured, with identities that are made for it and forgotten
 * with it.
 */
record RehearsalTls(ServerTls server, ClientTls client) implements AutoCloseable {
  /** The name that the server's certificate has. */
  static final String NAME = "rehearsal.invalid";

  /**
   * Makes an authority and two identities, which takes some tenths of a second.
   *
   * @throws IllegalArgumentException where the provider does not take the settings
   */
  static RehearsalTls make(ProxyConfig config) {
    PassingPair pair = PassingPair.make(NAME);
    TlsMaterial server = material(pair, pair.server());
    TlsMaterial client = material(pair, pair.client());
    TlsSettings settings =
        config.tls().withTicketKeys(null).withKeyLog(null).withIdentities(List.of());
    return new RehearsalTls(
        ServerTls.build(settings, server, Epoch.ALPN, 0, verdict(config, Role.SERVER, server)),
        ClientTls.build(settings, client, Epoch.ALPN, 0, verdict(config, Role.CLIENT, client)));
  }

  private static TlsMaterial material(PassingPair pair, Identity identity) {
    TrustJudge judge = new TrustJudge(List.of(pair.authority()), List.of(), TrustPolicy.strict());
    return new TlsMaterial(identity, judge, List.of());
  }

  private static VerdictEngine verdict(ProxyConfig config, Role role, TlsMaterial material) {
    return new VerdictEngine(Epoch.ownSide(config, role, material));
  }

  @Override
  public void close() {
    server.close();
    client.close();
  }
}
