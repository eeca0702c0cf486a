package io.handclasp.pki.trust;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.Identity;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A question to a judge, put together step by step with the usual answers filled in. */
record Asked(
    List<X509Certificate> chain,
    List<X509Certificate> anchors,
    List<X509Certificate> intermediates,
    List<X509CRL> lists,
    TrustPolicy policy,
    Purpose purpose,
    @Nullable String name,
    Instant at) {

  static Asked about(Identity shown) {
    return about(shown.chain());
  }

  static Asked about(X509Certificate... shown) {
    return about(Arrays.asList(shown));
  }

  static Asked about(List<X509Certificate> shown) {
    return new Asked(
        shown,
        List.of(),
        List.of(),
        List.of(),
        TrustPolicy.everyday(),
        Purpose.SERVER,
        null,
        Instant.now());
  }

  Asked trusting(Authority... authorities) {
    return trusting(
        Arrays.stream(authorities).map(Authority::certificate).toArray(X509Certificate[]::new));
  }

  Asked trusting(X509Certificate... trusted) {
    return new Asked(chain, List.of(trusted), intermediates, lists, policy, purpose, name, at);
  }

  Asked knowing(X509Certificate... known) {
    return new Asked(chain, anchors, List.of(known), lists, policy, purpose, name, at);
  }

  Asked with(X509CRL... added) {
    return new Asked(
        chain,
        anchors,
        intermediates,
        List.of(added),
        policy.withRevocation(RevocationPolicy.REQUIRE),
        purpose,
        name,
        at);
  }

  Asked under(TrustPolicy other) {
    return new Asked(chain, anchors, intermediates, lists, other, purpose, name, at);
  }

  Asked as(Purpose other) {
    return new Asked(chain, anchors, intermediates, lists, policy, other, name, at);
  }

  Asked named(@Nullable String expected) {
    return new Asked(chain, anchors, intermediates, lists, policy, purpose, expected, at);
  }

  Asked at(Instant time) {
    return new Asked(chain, anchors, intermediates, lists, policy, purpose, name, time);
  }

  TrustDecision judged() {
    return new TrustJudge(anchors, intermediates, lists, policy)
        .judge(new TrustQuestion(chain, purpose, name, at));
  }

  List<TrustReason> refusals() {
    return judged().refusals().stream().map(TrustFinding::reason).toList();
  }

  List<TrustReason> warnings() {
    return judged().warnings().stream().map(TrustFinding::reason).toList();
  }
}
