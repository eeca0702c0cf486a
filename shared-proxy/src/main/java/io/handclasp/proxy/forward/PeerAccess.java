package io.handclasp.proxy.forward;

import io.handclasp.handshake.tls.PeerIdentity;
import io.handclasp.proxy.config.AllowConfig;
import io.handclasp.proxy.config.AllowConfig.PeerRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether the verified peer of one connection may use a route, and if not, how near it came. Each
 * answer is worked out once per connection; where there is no peer it is always the same. On one
 * event loop only.
 */
public final class PeerAccess {
  private static final String ALLOWED = "";

  private final @Nullable PeerFacts facts;
  private final Map<AllowConfig, String> decided = new HashMap<>();

  /** Of that peer; null where it showed no certificate. */
  public PeerAccess(@Nullable PeerIdentity peer) {
    facts = peer == null ? null : PeerFacts.of(peer.leaf());
  }

  PeerAccess(PeerFacts facts) {
    this.facts = facts;
  }

  /** Null where the peer may; else which rule came nearest and what it missed. */
  public @Nullable String refusal(AllowConfig allow) {
    PeerFacts known = facts;
    if (known == null) {
      return "the caller showed no certificate";
    }
    String answer = decided.computeIfAbsent(allow, asked -> decide(asked, known));
    return answer.equals(ALLOWED) ? null : answer;
  }

  private static String decide(AllowConfig allow, PeerFacts known) {
    Miss nearest = null;
    for (int i = 0; i < allow.rules().size(); i++) {
      Miss miss = miss(i + 1, allow.rules().get(i), known);
      if (miss.missed().isEmpty()) {
        return ALLOWED;
      }
      if (nearest == null || miss.fitting() > nearest.fitting()) {
        nearest = miss;
      }
    }
    return nearest == null ? "no rule" : nearest.told();
  }

  /**
   * How a peer compares with a rule.
   *
   * @param fitting how many of its conditions fit
   * @param missed those that do not, with what was found
   */
  private record Miss(int rule, int fitting, List<String> missed) {
    String told() {
      return "rule " + rule + " came nearest: " + String.join("; ", missed);
    }
  }

  private static Miss miss(int number, PeerRule rule, PeerFacts peer) {
    List<String> missed = new ArrayList<>();
    int fitting = 0;
    fitting += check("commonName", rule.commonName(), peer.commonNames(), missed);
    fitting += check("dns", lower(rule.dns()), peer.dns(), missed);
    fitting += check("uri", rule.uri(), peer.uris(), missed);
    fitting += check("email", rule.email(), peer.emails(), missed);
    fitting += check("issuer", rule.issuer(), List.of(peer.issuer()), missed);
    fitting += check("fingerprint", rule.fingerprint(), List.of(peer.fingerprint()), missed);
    return new Miss(number, fitting, missed);
  }

  private static int check(
      String key, @Nullable String pattern, List<String> found, List<String> missed) {
    if (pattern == null) {
      return 0;
    }
    if (found.stream().anyMatch(text -> fits(pattern, text))) {
      return 1;
    }
    missed.add(key + " is " + (found.isEmpty() ? "absent" : found) + ", not " + pattern);
    return 0;
  }

  /** Each part between stars must come in its order; without stars the texts must be the same. */
  static boolean fits(String pattern, String text) {
    String[] parts = pattern.split("\\*", -1);
    if (parts.length == 1) {
      return pattern.equals(text);
    }
    String first = parts[0];
    String last = parts[parts.length - 1];
    if (!text.startsWith(first) || text.length() < first.length() + last.length()) {
      return false;
    }
    int at = first.length();
    for (int i = 1; i < parts.length - 1; i++) {
      int found = text.indexOf(parts[i], at);
      if (found < 0) {
        return false;
      }
      at = found + parts[i].length();
    }
    return text.length() - last.length() >= at && text.endsWith(last);
  }

  private static @Nullable String lower(@Nullable String pattern) {
    return pattern == null ? null : pattern.toLowerCase(Locale.ROOT);
  }
}
