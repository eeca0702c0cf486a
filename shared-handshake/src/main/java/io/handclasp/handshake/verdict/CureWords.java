package io.handclasp.handshake.verdict;

import io.handclasp.handshake.record.CertificateNote;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.OwnStores;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.record.StoreName;
import io.handclasp.handshake.record.TrustNote;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The names that commands are filled with: a record's where it knows them. */
final class CureWords {
  private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=((?:[^,\\\\]|\\\\.)+)");

  private final @Nullable HandshakeRecord handshake;
  private final List<HandshakeRecord> ends;

  /**
   * Takes the names from what is told, and those of stores from the ends that told of them.
   *
   * @param ends what either end recorded of this handshake, as far as it is at hand
   */
  CureWords(HandshakeRecord handshake, List<HandshakeRecord> ends) {
    this.handshake = handshake;
    this.ends = ends;
  }

  /** Nothing is known. */
  CureWords() {
    this.handshake = null;
    this.ends = List.of();
  }

  /** The store with that side's key: as its record calls it, otherwise as {@code pki pair} does. */
  StoreName keyStore(Role role) {
    StoreName told = stores(role).key();
    return told == null ? usual(role, ".p12") : told;
  }

  /** The store with what that side trusts, likewise. */
  StoreName trustStore(Role role) {
    StoreName told = stores(role).trust();
    return told == null ? usual(role, "-trust.p12") : told;
  }

  /**
   * A file that {@code pki pair} makes for that side, for the shell: beside its store where that is
   * known, otherwise beside the other side's.
   *
   * @param ending what follows the side's name
   */
  String made(Role role, String ending) {
    String folder =
        Stream.of(stores(role), stores(role.other()))
            .flatMap(stores -> Stream.of(stores.key(), stores.trust()))
            .filter(Objects::nonNull)
            .map(store -> store.file().substring(0, store.file().lastIndexOf('/') + 1))
            .findFirst()
            .orElse("");
    return quoted(folder + side(role) + ending);
  }

  private OwnStores stores(Role role) {
    return ends.stream()
        .filter(end -> end.role() == role)
        .map(HandshakeRecord::ownStores)
        .findFirst()
        .orElse(OwnStores.UNKNOWN);
  }

  private static StoreName usual(Role role, String ending) {
    return new StoreName(side(role) + ending, "file:" + side(role) + ".password");
  }

  /** Where the password is, for an option of {@code pki}. */
  static String password(StoreName store) {
    return store.password() == null ? "prompt" : quoted(store.password());
  }

  /** The store with its password, for {@code pki}. */
  static String forPki(StoreName store) {
    return quoted(store.file()) + " --password " + password(store);
  }

  /** The same for {@code keytool}, which asks where nothing says where the password is. */
  static String forKeytool(StoreName store) {
    String file = quoted(store.file());
    String password = store.password();
    if (password == null) {
      return file;
    }
    int colon = password.indexOf(':');
    return file
        + " -storepass:"
        + password.substring(0, colon)
        + " "
        + quoted(password.substring(colon + 1));
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
