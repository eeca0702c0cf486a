package io.handclasp.handshake.tls;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.IdentitySource;
import io.handclasp.pki.store.TrustSource;
import io.handclasp.pki.trust.TrustJudge;
import io.handclasp.pki.trust.TrustPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Authorities and identities that several tests share; made once, as keys cost time. */
final class TestPki {
  static final Authority ROOT = Authority.root("CN=Example Root").create();
  static final Authority OTHER_ROOT = Authority.root("CN=Other Root").create();
  static final Identity BACK =
      ROOT.identity("CN=back.example").server().dns("back.example").ip("127.0.0.1").create();
  static final Identity FRONT =
      ROOT.identity("CN=front.example").client().dns("front.example").create();
  static final Identity STRANGER =
      OTHER_ROOT.identity("CN=stranger.example").client().dns("stranger.example").create();

  private TestPki() {}

  static TlsMaterial material(Identity identity, Authority... trusted) {
    return new TlsMaterial(
        identity,
        new TrustJudge(
            List.of(trusted).stream().map(Authority::certificate).toList(),
            List.of(),
            TrustPolicy.strict()),
        List.of());
  }

  static TlsSettings settings(ProviderChoice provider, String... protocols) {
    return settings(provider, List.of(protocols), List.of(), List.of(), Duration.ofSeconds(10));
  }

  static TlsSettings settings(
      ProviderChoice provider,
      List<String> protocols,
      List<String> suites,
      List<String> groups,
      Duration timeout) {
    return new TlsSettings(
        provider,
        protocols,
        suites,
        groups,
        new IdentitySource(Path.of("unused"), null, null, null, null),
        new TrustSource(Path.of("unused"), null),
        List.of(),
        TrustPolicy.strict(),
        timeout);
  }
}
