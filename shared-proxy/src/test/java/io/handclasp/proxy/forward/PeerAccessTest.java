package io.handclasp.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerAccessTest {
  @ParameterizedTest(name = "{0} fits {1}: {2}")
  @CsvSource({
    "a, a, true",
    "a, ab, false",
    "a*, ab, true",
    "a*, a, true",
    "*b, ab, true",
    "*b, ba, false",
    "*, anything, true",
    "a*b, ab, true",
    "a*b, a-b, true",
    "ab*ba, aba, false",
    "*.x.example, a.x.example, true",
    "*.x.example, x.example, false",
    "spiffe://d/ns/*/sa/*, spiffe://d/ns/n/sa/s, true",
    "spiffe://d/ns/*/sa/*, spiffe://e/ns/n/sa/s, false",
    "a*b*c, a-c-b, false",
    "a.c, abc, false"
  })
  void comparesLiterallyButForStars(String pattern, String text, boolean fits) {
    assertThat(PeerAccess.fits(pattern, text)).isEqualTo(fits);
  }
}
