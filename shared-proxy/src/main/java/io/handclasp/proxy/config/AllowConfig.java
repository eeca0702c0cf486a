package io.handclasp.proxy.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which verified peers may use a route: those that fit one of the rules.
 *
 * @param rules never empty
 * @param shadow true where those who fit none are only told of in the log
 */
public record AllowConfig(List<PeerRule> rules, boolean shadow) {
  /** Checks and copies. */
  public AllowConfig {
    rules = List.copyOf(rules);
    if (rules.isEmpty()) {
      throw new IllegalArgumentException("rules: none (expected: at least one)");
    }
  }

  /**
   * What a peer's certificate has to say; all that is given must fit. In patterns {@code *} stands
   * for any characters.
   *
   * @param commonName of the subject's common name; null where it does not matter
   * @param dns of one of its DNS names; null where it does not matter
   * @param uri of one of its URIs, such as a SPIFFE id; null where it does not matter
   * @param email of one of its mail addresses; null where it does not matter
   * @param issuer of the issuer's distinguished name, RFC 2253 form; null where it does not matter
   * @param fingerprint SHA-256 of the certificate, lower-case hexadecimal; null where it does not
   *     matter
   */
  public record PeerRule(
      @Nullable String commonName,
      @Nullable String dns,
      @Nullable String uri,
      @Nullable String email,
      @Nullable String issuer,
      @Nullable String fingerprint) {}
}
