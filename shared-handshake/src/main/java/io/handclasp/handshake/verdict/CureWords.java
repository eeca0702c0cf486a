package io.handclasp.handshake.verdict;

import io.handclasp.handshake.record.CertificateNote;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.record.TrustNote;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names that commands are filled with: a record's where it knows them. */
final class CureWords {
  private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=((?:[^,\\\\]|\\\\.)+)");

  private final @Nullable HandshakeRecord handshake;

  CureWords(HandshakeRecord handshake) {
    this.handshake = handshake;
  }

  /** Nothing is known. */
  CureWords() {
    this.handshake = null;
  }

  /** As {@code pki pair} calls that side's files. */
  static String side(Role role) {
    return role == Role.CLIENT ? "client" : "backend";
  }

  /** The certificate that side showed first; null where none was seen. */
  private @Nullable CertificateNote leaf(Role role) {
    List<CertificateNote> chain = chain(role);
    return chain.isEmpty() ? null : chain.get(0);
  }

  private List<CertificateNote> chain(Role role) {
    HandshakeRecord known = handshake;
    if (known == null) {
      return List.of();
    }
    return known.role() == role ? known.ownChain() : known.peerChain();
  }

  /** Subject of that side's leaf. */
  String subject(Role role) {
    CertificateNote leaf = leaf(role);
    return leaf == null || leaf.subject().isEmpty()
        ? "CN=" + side(role) + ".example"
        : leaf.subject();
  }

  /** Issuer of that side's leaf. */
  String issuer(Role role) {
    CertificateNote leaf = leaf(role);
    return leaf == null ? "the authority of the " + role.word() : leaf.issuer();
  }

  /** The authority that the chain of that side ends below or with. */
  String authority(Role role) {
    List<CertificateNote> chain = chain(role);
    return chain.isEmpty() ? issuer(role) : chain.get(chain.size() - 1).issuer();
  }

  /** An alias for that side's own key: its common name, as {@code pki request} chooses it. */
  String alias(Role role) {
    return commonName(subject(role), side(role));
  }

  String authorityAlias(Role role) {
    return commonName(authority(role), side(role) + "-authority");
  }

  private static String commonName(String distinguishedName, String otherwise) {
    Matcher matcher = COMMON_NAME.matcher(distinguishedName);
    return matcher.find()
        ? matcher.group(1).replaceAll("\\\\(.)", "$1").toLowerCase(Locale.ROOT)
        : otherwise;
  }

  /** The names to be certified: those the leaf has, and the one that is wanted of it. */
  List<String> names(Role role) {
    CertificateNote leaf = leaf(role);
    List<String> names = new ArrayList<>();
    if (leaf != null) {
      names.addAll(leaf.names());
    }
    String wanted = role == Role.SERVER ? wantedName() : null;
    String entry = wanted == null ? null : (isAddress(wanted) ? "IP:" : "DNS:") + wanted;
    if (entry != null && names.stream().noneMatch(entry::equalsIgnoreCase)) {
      names.add(entry);
    }
    if (names.isEmpty()) {
      names.add("DNS:" + side(role) + ".example");
    }
    return names;
  }

  /** The DNS names and addresses that the leaf has; null where none was seen. */
  @Nullable List<String> hosts(Role role) {
    CertificateNote leaf = leaf(role);
    return leaf == null
        ? null
        : leaf.names().stream()
            .filter(name -> name.startsWith("DNS:") || name.startsWith("IP:"))
            .map(name -> name.substring(name.indexOf(':') + 1))
            .toList();
  }

  /** What the client wants the server to be called; null where nobody said. */
  @Nullable String wantedName() {
    HandshakeRecord known = handshake;
    if (known == null) {
      return null;
    }
    TrustNote trust = known.trust();
    return known.role() == Role.CLIENT && trust != null && trust.expectedName() != null
        ? trust.expectedName()
        : known.negotiated().serverName();
  }

  private static boolean isAddress(String name) {
    return name.indexOf(':') >= 0 || name.matches("[0-9.]+");
  }

  /** The authorities that the server named; empty where none are known. */
  List<String> requestedAuthorities() {
    return handshake == null ? List.of() : handshake.negotiated().requestedAuthorities();
  }

  /** Where the server is, for commands that ask it. */
  String serverAddress() {
    HandshakeRecord known = handshake;
    if (known == null) {
      return "backend.example:8243";
    }
    return known.role() == Role.CLIENT ? known.remote() : known.local();
  }

  /** For the shell: in single quotes where it has to be. */
  static String quoted(String word) {
    return word.matches("[A-Za-z0-9@%_+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
