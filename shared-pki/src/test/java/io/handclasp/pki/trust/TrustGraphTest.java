package io.handclasp.pki.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.AuthorityBuilder;
import io.handclasp.pki.issue.KeyType;
import io.handclasp.pki.issue.LeafBuilder;
import io.handclasp.pki.issue.Oids;
import io.handclasp.pki.issue.SignatureHash;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Authorities that certify each other in every which way (RFC 4158 §2.3 and §2.4, and at random),
 * some of the certificates bad in one of the ways of the BetterTLS suite: a leaf is accepted
 * exactly where good certificates alone lead from the anchor to it.
 */
class TrustGraphTest {
  private static final String LEAF = "EE";
  private static final String ANY = "any";

  /** RFC 4158, figure 7: two ways, and a ring between them. */
  private static final List<Edge> TWO_WAYS =
      edges("B>EE", "C>B", "A>B", "C>A", "A>C", "Anchor>C", "Anchor>A");

  /** RFC 4158 §2.4: four authorities around a bridge, each with its own mesh below. */
  private static final List<Edge> BRIDGE =
      edges(
          "F>H",
          "F>G",
          "G>F",
          "H>I",
          "I>H",
          "G>I",
          "W>F",
          "W>G",
          "J>K",
          "N>EE",
          "L>N",
          "L>M",
          "X>J",
          "X>L",
          "B>E",
          "B>D",
          "A>B",
          "C>B",
          "A>C",
          "C>A",
          "Y>A",
          "Y>C",
          "R>S",
          "O>R",
          "O>Q",
          "P>S",
          "Z>O",
          "Z>P",
          "W>Bridge",
          "Bridge>W",
          "X>Bridge",
          "Bridge>X",
          "Y>Bridge",
          "Bridge>Y",
          "Z>Bridge",
          "Bridge>Z");

  private static final List<String> FAULTS =
      List.of("expired", "names", "purpose", "no constraints", "no authority", "SHA-1", "damaged");

  private final Random random = new Random(4158);
  private final Map<String, KeyPair> keys = new HashMap<>();
  private final Map<String, Authority> roots = new HashMap<>();
  private final Map<String, X509Certificate> made = new HashMap<>();

  private record Edge(String from, String to) {}

  private static List<Edge> edges(String... edges) {
    List<Edge> all = new ArrayList<>();
    for (String edge : edges) {
      String[] ends = edge.split(">", 2);
      all.add(new Edge(ends[0], ends[1]));
    }
    return List.copyOf(all);
  }

  @Test
  void findsTheWayThroughTheFiguresOfTheStandardWhereverThereIsOne() {
    for (String fault : FAULTS) {
      check(TWO_WAYS, "Anchor", Set.of(), fault);
      check(TWO_WAYS, "Anchor", Set.copyOf(edges("A>B", "Anchor>C")), fault);
      check(TWO_WAYS, "Anchor", Set.copyOf(edges("C>B", "Anchor>A")), fault);
      check(TWO_WAYS, "Anchor", Set.copyOf(edges("C>B", "A>B")), fault);
      check(TWO_WAYS, "Anchor", Set.copyOf(edges("Anchor>A", "A>B")), fault);
      for (String anchor : List.of("W", "X", "Z", "Q")) {
        check(BRIDGE, anchor, Set.of(), fault);
        check(BRIDGE, anchor, Set.copyOf(edges("Bridge>X")), fault);
        check(BRIDGE, anchor, Set.copyOf(edges("Y>Bridge", "Z>Bridge")), fault);
      }
    }
  }

  @Test
  void findsTheWayThroughMeshesMadeAtRandomExactlyWhereThereIsOne() {
    int accepted = 0;
    for (int i = 0; i < 150; i++) {
      List<Edge> mesh = mesh();
      Set<Edge> bad = new HashSet<>(mesh);
      bad.removeIf(e -> random.nextInt(3) > 0);
      accepted += check(mesh, "A", bad, ANY) ? 1 : 0;
    }
    assertThat(accepted).isBetween(20, 130);
  }

  private List<Edge> mesh() {
    List<String> nodes = List.of("A", "B", "C", "D", "E", "F");
    List<Edge> mesh = new ArrayList<>();
    for (String from : nodes) {
      for (String to : nodes) {
        if (!from.equals(to) && random.nextInt(3) == 0) {
          mesh.add(new Edge(from, to));
        }
      }
    }
    mesh.add(new Edge(nodes.get(random.nextInt(nodes.size())), LEAF));
    return mesh;
  }

  /** Judges the leaf; true where it was, rightly, accepted. */
  private boolean check(List<Edge> graph, String anchor, Set<Edge> bad, String fault) {
    X509Certificate root = root(anchor).certificate();
    List<X509Certificate> shown = new ArrayList<>();
    X509Certificate leaf = null;
    for (Edge edge : graph) {
      String how = bad.contains(edge) ? (fault.equals(ANY) ? anyFault() : fault) : "";
      if (edge.to().equals(LEAF)) {
        leaf = leaf(edge.from(), how);
      } else {
        shown.add(authority(edge, how));
      }
    }
    Collections.shuffle(shown, random);
    shown.add(0, leaf);

    TrustDecision decision = Asked.about(shown).trusting(root).named("ee.example").judged();

    assertThat(decision.accepted())
        .as("%s from %s without %s (%s): %s", graph, anchor, bad, fault, decision.refusals())
        .isEqualTo(leads(graph, anchor, bad));
    return decision.accepted();
  }

  private String anyFault() {
    return FAULTS.get(random.nextInt(FAULTS.size()));
  }

  private static boolean leads(List<Edge> graph, String anchor, Set<Edge> bad) {
    Set<String> reached = new HashSet<>(Set.of(anchor));
    Deque<String> next = new ArrayDeque<>(reached);
    while (!next.isEmpty()) {
      String from = next.remove();
      for (Edge edge : graph) {
        if (edge.from().equals(from) && !bad.contains(edge) && reached.add(edge.to())) {
          next.add(edge.to());
        }
      }
    }
    return reached.contains(LEAF);
  }

  private KeyPair key(String node) {
    return keys.computeIfAbsent(node, n -> KeyType.EC_P256.generate());
  }

  private Authority root(String node) {
    return roots.computeIfAbsent(node, n -> Authority.root("CN=" + n).key(key(n)).create());
  }

  private X509Certificate authority(Edge edge, String fault) {
    return made.computeIfAbsent(edge + fault, e -> make(edge, fault));
  }

  private X509Certificate make(Edge edge, String fault) {
    AuthorityBuilder builder =
        root(edge.from()).intermediate("CN=" + edge.to()).key(key(edge.to())).anyPathLength();
    switch (fault) {
      case "expired" -> builder.expired();
      case "names" -> builder.permitDns("other.example");
      case "purpose" -> builder.purpose("1.3.6.1.5.5.7.3.4");
      case "no constraints" -> builder.without(Oids.BASIC_CONSTRAINTS);
      case "no authority" -> builder.withoutAuthorityFlag();
      case "SHA-1" -> builder.insecureHash(SignatureHash.SHA1);
      case "damaged" -> builder.damagedSignature();
      default -> {}
    }
    return builder.create().certificate();
  }

  private X509Certificate leaf(String from, String fault) {
    LeafBuilder builder = root(from).identity("CN=ee.example").key(key(LEAF)).server();
    switch (fault) {
      case "" -> {}
      case "expired" -> builder.expired();
      case "SHA-1" -> builder.insecureHash(SignatureHash.SHA1);
      default -> builder.damagedSignature();
    }
    return made.computeIfAbsent(from + fault, f -> builder.create().leaf());
  }
}
