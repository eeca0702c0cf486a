package io.handclasp.handshake.tls;

import static io.handclasp.handshake.tls.TestPki.BACK;
import static io.handclasp.handshake.tls.TestPki.FRONT;
import static io.handclasp.handshake.tls.TestPki.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.handclasp.pki.issue.KeyType;
import io.handclasp.pki.store.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which key is whose. */
class NativePairCheckTest {
  private final NativePairCheck check = new NativePairCheck();

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"EC_P256", "EC_P384", "EC_P521"})
  void boringSslKnowsPairsOnItsCurves(KeyType type) {
    assumeTrue(Natives.load());
    Identity one = ROOT.identity("CN=one").client().key(type).create();
    Identity two = ROOT.identity("CN=two").client().key(type).create();

    assertThat(NativePairCheck.isNativePair(one.key(), one.leaf())).isTrue();
    assertThat(NativePairCheck.isNativePair(one.key(), two.leaf())).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"EC_P256", "RSA_2048", "ED25519"})
  void tellsPairsOfEveryKind(KeyType type) throws Exception {
    Identity one = ROOT.identity("CN=one").client().key(type).create();
    Identity two = ROOT.identity("CN=two").client().key(type).create();

    assertThat(check.belongs(one.key(), one.leaf())).isTrue();
    assertThat(check.belongs(one.key(), two.leaf())).isFalse();
  }

  @Test
  void leavesTheJdksWordToItself() throws Exception {
    Identity ed = ROOT.identity("CN=ed").client().key(KeyType.ED25519).create();

    assertThat(NativePairCheck.isNativePair(ed.key(), ed.leaf())).isFalse();
    assertThat(check.belongs(BACK.key(), ed.leaf())).isFalse();
    assertThat(check.belongs(ed.key(), FRONT.leaf())).isFalse();
  }
}
