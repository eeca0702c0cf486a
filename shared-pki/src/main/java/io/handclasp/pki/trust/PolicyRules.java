package io.handclasp.pki.trust;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Certificate policies (RFC 5280 §6.1.2 to §6.1.5), with the graph of RFC 9618 in place of the tree
 * so that the work cannot grow beyond the policies that the certificates hold.
 */
final class PolicyRules {
  private static final String ANY = Extensions.ANY_POLICY;

  /**
   * A policy that is valid for the path so far.
   *
   * @param expected the policies by which the next certificate may go on from here
   * @param roots the policies under which it came about in the words of the anchor's domain
   */
  private record Node(Set<String> expected, Set<String> roots) {}

  private final PolicyInputs inputs;
  private final Path path;
  private final Findings findings;
  private Map<String, Node> level = Map.of(ANY, new Node(Set.of(ANY), Set.of(ANY)));
  private int explicitPolicy;
  private int inhibitAny;
  private int mapping;

  PolicyRules(PolicyInputs inputs, Path path, Findings findings) {
    this.inputs = inputs;
    this.path = path;
    this.findings = findings;
  }

  void apply() {
    List<CertificateFacts> certificates = path.certificates();
    int count = path.anchored() ? certificates.size() - 1 : certificates.size();
    explicitPolicy = inputs.requireExplicit() ? 0 : count + 1;
    inhibitAny = inputs.inhibitAny() ? 0 : count + 1;
    mapping = inputs.inhibitMapping() ? 0 : count + 1;
    if (path.anchored()) {
      // RFC 5937: what the anchor's own certificate says holds from the start.
      tighten(path.top().extensions());
    }
    for (int i = count - 1; i >= 0; i--) {
      CertificateFacts certificate = certificates.get(i);
      process(certificate, i == 0);
      if (i > 0) {
        prepareNext(certificate);
      }
    }
    if (count > 0) {
      wrapUp(path.leaf());
    }
  }

  private void process(CertificateFacts certificate, boolean last) {
    Set<String> policies = certificate.extensions().policies();
    level =
        policies == null
            ? Map.of()
            : next(policies, inhibitAny > 0 || (!last && certificate.selfIssued()));
    if (explicitPolicy == 0 && level.isEmpty()) {
      refuse(certificate);
    }
  }

  private Map<String, Node> next(Set<String> policies, boolean anyCounts) {
    Map<String, Node> next = new HashMap<>();
    Node any = level.get(ANY);
    for (String policy : policies) {
      if (!policy.equals(ANY)) {
        Set<String> roots = rootsExpecting(policy);
        if (!roots.isEmpty()) {
          next.put(policy, new Node(Set.of(policy), roots));
        } else if (any != null) {
          next.put(policy, new Node(Set.of(policy), Set.of(policy)));
        }
      }
    }
    if (policies.contains(ANY) && anyCounts) {
      for (Node node : level.values()) {
        for (String expected : node.expected()) {
          next.computeIfAbsent(expected, e -> new Node(Set.of(e), rootsExpecting(e)));
        }
      }
    }
    return next;
  }

  private Set<String> rootsExpecting(String policy) {
    Set<String> roots = new HashSet<>();
    for (Node node : level.values()) {
      if (node.expected().contains(policy)) {
        roots.addAll(node.roots());
      }
    }
    return roots;
  }

  private void prepareNext(CertificateFacts certificate) {
    Extensions extensions = certificate.extensions();
    if (!extensions.mappings().isEmpty()) {
      map(certificate);
    }
    if (!certificate.selfIssued()) {
      explicitPolicy = Math.max(0, explicitPolicy - 1);
      mapping = Math.max(0, mapping - 1);
      inhibitAny = Math.max(0, inhibitAny - 1);
    }
    tighten(extensions);
  }

  private void map(CertificateFacts certificate) {
    Map<String, Set<String>> mappings = certificate.extensions().mappings();
    boolean mapsAny =
        mappings.containsKey(ANY) || mappings.values().stream().anyMatch(s -> s.contains(ANY));
    if (mapsAny) {
      findings.refuse(TrustReason.POLICY, certificate, "maps anyPolicy, which RFC 5280 rules out");
      return;
    }
    Map<String, Node> mapped = new HashMap<>(level);
    for (Map.Entry<String, Set<String>> entry : mappings.entrySet()) {
      String from = entry.getKey();
      Node node = level.get(from);
      if (mapping == 0) {
        mapped.remove(from);
      } else if (node != null) {
        mapped.put(from, new Node(Set.copyOf(entry.getValue()), node.roots()));
      } else if (level.containsKey(ANY)) {
        mapped.put(from, new Node(Set.copyOf(entry.getValue()), Set.of(from)));
      }
    }
    level = mapped;
  }

  private void tighten(Extensions extensions) {
    explicitPolicy = lower(explicitPolicy, extensions.requireExplicitPolicy());
    mapping = lower(mapping, extensions.inhibitPolicyMapping());
    inhibitAny = lower(inhibitAny, extensions.inhibitAnyPolicy());
  }

  private static int lower(int value, @Nullable Integer other) {
    return other == null ? value : Math.min(value, other);
  }

  private void wrapUp(CertificateFacts leaf) {
    Integer required = leaf.extensions().requireExplicitPolicy();
    explicitPolicy = required != null && required == 0 ? 0 : Math.max(0, explicitPolicy - 1);
    if (explicitPolicy == 0 && !isAcceptable()) {
      refuse(leaf);
    }
  }

  private boolean isAcceptable() {
    Set<String> acceptable = inputs.acceptable();
    if (acceptable.isEmpty() || acceptable.contains(ANY)) {
      return !level.isEmpty();
    }
    return level.values().stream()
        .anyMatch(
            n -> n.roots().contains(ANY) || n.roots().stream().anyMatch(acceptable::contains));
  }

  private void refuse(CertificateFacts certificate) {
    findings.refuse(
        TrustReason.POLICY, certificate, "no certificate policy is valid for the path up to here");
  }
}
