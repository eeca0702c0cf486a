package io.handclasp.handshake.verdict;

import static io.handclasp.handshake.verdict.CureWords.forKeytool;
import static io.handclasp.handshake.verdict.CureWords.forPki;
import static io.handclasp.handshake.verdict.CureWords.quoted;
import static io.handclasp.handshake.verdict.CureWords.side;

import io.handclasp.handshake.record.Fault;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.record.StoreName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The cures of one cause: a table from kinds of causes to kinds of work. */
final class Remedies {
  private final Cause cause;
  private final Role own;
  private final CureWords words;

  /** Whose certificate, store or list it is about. */
  private final Role owner;

  private final Role other;

  Remedies(Cause cause, Role own, CureWords words) {
    this.cause = cause;
    this.own = own;
    this.words = words;
    this.owner =
        switch (cause.culprit()) {
          case CLIENT -> Role.CLIENT;
          case SERVER -> Role.SERVER;
          case OWN -> own;
          case NETWORK, EITHER -> Role.SERVER;
        };
    this.other = owner.other();
  }

  List<Cure> cures() {
    return switch (cause) {
      case SERVER_CERT_EXPIRED,
          CLIENT_CERT_EXPIRED,
          SERVER_CERT_EXPIRES_SOON,
          CLIENT_CERT_EXPIRES_SOON ->
          List.of(renew("Have the certificate issued anew and load it.", List.of()));
      case SERVER_CERT_NOT_YET_VALID,
          CLIENT_CERT_NOT_YET_VALID,
          SERVER_ISSUER_NOT_YET_VALID,
          CLIENT_ISSUER_NOT_YET_VALID ->
          List.of(
              advice(
                  other,
                  "Compare the clocks of both machines first, and set the one that is wrong.",
                  List.of(),
                  List.of("date -u", "timedatectl status")),
              renew("Where the clocks are right, issue the certificate anew.", List.of()));
      case SERVER_ISSUER_EXPIRED, CLIENT_ISSUER_EXPIRED -> newAuthority("has run out");
      case SERVER_CA_UNKNOWN, CLIENT_CA_UNKNOWN, SERVER_CERT_REFUSED, CLIENT_CERT_REFUSED ->
          List.of(
              trust(
                  "Where " + words.authority(owner) + " is to be trusted: import its certificate."),
              reissueByTrusted());
      case SERVER_CA_SAME_NAME_OTHER_KEY, CLIENT_CA_SAME_NAME_OTHER_KEY ->
          List.of(
              trust(
                  "The authority "
                      + words.authority(owner)
                      + " exists with two keys: import the certificate that it signs with now,"
                      + " beside the old one under another alias."),
              reissueByTrusted());
      case SERVER_SELF_SIGNED, CLIENT_SELF_SIGNED -> List.of(reissueByTrusted(), trustLeaf());
      case SERVER_INTERMEDIATE_MISSING,
          CLIENT_INTERMEDIATE_MISSING,
          SERVER_CHAIN_UNRELATED,
          CLIENT_CHAIN_UNRELATED,
          SERVER_CHAIN_WRONG_ORDER,
          CLIENT_CHAIN_WRONG_ORDER ->
          List.of(installChain());
      case CLIENT_CERT_NONE_CONFIGURED ->
          List.of(
              reissue(
                  "Give the client a key and a certificate of an authority that the server trusts"
                      + named()
                      + "."));
      case CLIENT_CERT_WITHHELD -> withheld();
      case SERVER_HOSTNAME_MISMATCH,
          SERVER_NO_SAN_CN_ONLY,
          SERVER_IP_SAN_MISSING,
          SERVER_WILDCARD_MISMATCH ->
          wrongName();
      case SERVER_EKU_LACKS_SERVERAUTH,
          CLIENT_EKU_LACKS_CLIENTAUTH,
          SERVER_KEYUSAGE_LACKS_SIGNATURE,
          CLIENT_KEYUSAGE_LACKS_SIGNATURE,
          SERVER_UNKNOWN_CRITICAL_EXTENSION,
          CLIENT_UNKNOWN_CRITICAL_EXTENSION,
          SERVER_LEAF_IS_CA,
          CLIENT_LEAF_IS_CA,
          SERVER_CERT_MALFORMED,
          CLIENT_CERT_MALFORMED,
          SERVER_CERT_NOT_CONFORMING,
          CLIENT_CERT_NOT_CONFORMING,
          SERVER_CERT_SIGNATURE_INVALID,
          CLIENT_CERT_SIGNATURE_INVALID ->
          List.of(
              reissue(
                  "Have the certificate issued anew, as a "
                      + owner.word()
                      + "'s certificate in the usual form."));
      case SERVER_ISSUER_NOT_CA,
          CLIENT_ISSUER_NOT_CA,
          SERVER_ISSUER_KEYUSAGE_LACKS_CERTSIGN,
          CLIENT_ISSUER_KEYUSAGE_LACKS_CERTSIGN,
          SERVER_PATHLEN_EXCEEDED,
          CLIENT_PATHLEN_EXCEEDED,
          SERVER_NAME_CONSTRAINT_VIOLATED,
          CLIENT_NAME_CONSTRAINT_VIOLATED,
          SERVER_CERT_POLICY_UNACCEPTABLE,
          CLIENT_CERT_POLICY_UNACCEPTABLE,
          SERVER_CHAIN_TOO_COMPLEX,
          CLIENT_CHAIN_TOO_COMPLEX ->
          newAuthority("may not certify this");
      case SERVER_CERT_REVOKED, CLIENT_CERT_REVOKED ->
          List.of(
              renew(
                  "Find out why it was revoked; then issue another certificate for a new key.",
                  List.of("--new-key")));
      case SERVER_ISSUER_REVOKED, CLIENT_ISSUER_REVOKED -> newAuthority("was revoked");
      case REVOKED_BY_SERIAL_COLLISION ->
          List.of(
              renew(
                  "The authority gave one serial number twice: issue the certificate anew with a"
                      + " number of its own (pki draws 128 random bits).",
                  List.of()));
      case SERVER_CRL_EXPIRED,
          CLIENT_CRL_EXPIRED,
          SERVER_CRL_MISSING_FOR_ISSUER,
          CLIENT_CRL_MISSING_FOR_ISSUER,
          SERVER_CRL_INVALID,
          CLIENT_CRL_INVALID ->
          List.of(freshList());
      case SERVER_KEY_CERT_MISMATCH, CLIENT_KEY_CERT_MISMATCH ->
          List.of(
              renew(
                  "Key and certificate are of two pairs: make a new key and have a certificate"
                      + " issued for it.",
                  List.of("--new-key")));
      case SERVER_CERT_MD5,
          CLIENT_CERT_MD5,
          SERVER_CERT_SHA1,
          CLIENT_CERT_SHA1,
          SERVER_CERT_WEAK_SIGNATURE,
          CLIENT_CERT_WEAK_SIGNATURE ->
          List.of(renew("Have it issued anew; it is signed with SHA-256 then.", List.of()));
      case SERVER_CERT_RSA1024,
          CLIENT_CERT_RSA1024,
          SERVER_CERT_DSA,
          CLIENT_CERT_DSA,
          SERVER_CERT_ED25519_UNSUPPORTED,
          CLIENT_CERT_ED25519_UNSUPPORTED,
          SERVER_CERT_CURVE_UNSUPPORTED,
          CLIENT_CERT_CURVE_UNSUPPORTED,
          SERVER_CERT_KEY_UNSUPPORTED,
          CLIENT_CERT_KEY_UNSUPPORTED,
          CIPHER_WRONG_KEY_TYPE,
          SIGNATURE_SCHEME_NONE_SHARED ->
          List.of(
              renew(
                  "Make a new key of a kind that everybody takes (EC P-256), with a new"
                      + " certificate.",
                  List.of("--new-key", "--key-type", "ec-p256")));
      case SERVER_CHAIN_TOO_LARGE, CLIENT_CHAIN_TOO_LARGE ->
          List.of(
              advice(
                  owner,
                  "Show the leaf and its intermediates alone, and issue certificates with fewer"
                      + " names and smaller keys.",
                  List.of("scripts/pki list " + keysForPki()),
                  List.of("keytool -list -v -keystore " + keysForKeytool())));
      default -> List.of(new Elsewhere(cause, own, owner, words).cure());
    };
  }

  private List<Cure> withheld() {
    return List.of(
        reissue(
            "Give the client a certificate that leads to an authority which the server names"
                + named()
                + ", with the intermediates in its store."),
        trust(
            "Or let the server trust (and so name) the client's authority "
                + words.authority(Role.CLIENT)
                + "."));
  }

  private String named() {
    List<String> authorities = words.requestedAuthorities();
    return authorities.isEmpty() ? "" : " (" + String.join("; ", authorities) + ")";
  }

  private List<Cure> wrongName() {
    List<String> extra = new ArrayList<>();
    for (String name : words.names(Role.SERVER)) {
      extra.add("--san");
      extra.add(name);
    }
    String wanted = words.wantedName();
    List<String> hosts = words.hosts(Role.SERVER);
    boolean nameless = hosts == null ? cause == Cause.SERVER_NO_SAN_CN_ONLY : hosts.isEmpty();
    Cure otherCertificate =
        renew(
            "Have the certificate issued with the name that the client wants"
                + (wanted == null ? "" : " (" + wanted + ")")
                + " among its alternative names"
                + (nameless ? ", which name no host so far." : "."),
            extra);
    return nameless ? List.of(otherCertificate) : List.of(otherCertificate, otherName(hosts));
  }

  private Cure otherName(@Nullable List<String> hosts) {
    return advice(
        Role.CLIENT,
        "Or, where it is the right server: set `peerName` of the route to a name that the"
            + " certificate has"
            + (hosts == null ? "" : " (" + String.join(", ", hosts) + ")")
            + ".",
        List.of("scripts/pki inspect " + words.serverAddress()),
        List.of(
            "openssl s_client -connect "
                + words.serverAddress()
                + " -showcerts </dev/null | openssl x509 -noout -ext subjectAltName"));
  }

  private Cure renew(String what, List<String> extra) {
    return advice(
        owner,
        what,
        List.of(
            ("scripts/pki renew --store "
                    + keysForPki()
                    + authority(owner)
                    + " "
                    + extra.stream().map(CureWords::quoted).collect(Collectors.joining(" ")))
                .strip()),
        issueWithTools());
  }

  private Cure reissue(String what) {
    String request = side(owner) + ".csr";
    String certificate = side(owner) + ".crt";
    String names =
        words.names(owner).stream()
            .map(name -> " --san " + quoted(name))
            .collect(Collectors.joining());
    return advice(
        owner,
        what,
        List.of(
            "scripts/pki request --subject "
                + quoted(words.subject(owner))
                + names
                + " --store "
                + keysForPki()
                + " --force --out "
                + request,
            "scripts/pki sign "
                + request
                + authority(owner)
                + " --profile "
                + owner.word()
                + " --force --out "
                + certificate,
            install(certificate)),
        issueWithTools());
  }

  private Cure reissueByTrusted() {
    return reissue(
        "Or have the "
            + owner.word()
            + "'s certificate issued by an authority that the "
            + other.word()
            + " trusts.");
  }

  private String install(String certificate) {
    return "scripts/pki install "
        + certificate
        + " --chain "
        + words.made(owner, "-authority/authority.pem")
        + " --store "
        + keysForPki();
  }

  private List<String> issueWithTools() {
    String request = side(owner) + ".csr";
    String certificate = side(owner) + ".crt";
    String authority = words.made(owner, "-authority/authority.pem");
    return List.of(
        "keytool -certreq -alias "
            + quoted(words.alias(owner))
            + " -keystore "
            + keysForKeytool()
            + " -ext SAN="
            + quoted(String.join(",", words.names(owner)).toLowerCase(java.util.Locale.ROOT))
            + " -ext EKU="
            + (owner == Role.SERVER ? "serverAuth" : "clientAuth")
            + " -ext KU=digitalSignature -file "
            + request,
        "openssl x509 -req -in "
            + request
            + " -CA "
            + authority
            + " -CAkey "
            + words.made(owner, "-authority/authority.p12")
            + " -passin "
            + authorityPassword(owner)
            + " -days 90 -sha256 -copy_extensions copy -out "
            + certificate,
        "cat " + authority + " >> " + certificate,
        "keytool -importcert -noprompt -alias "
            + quoted(words.alias(owner))
            + " -file "
            + certificate
            + " -keystore "
            + keysForKeytool());
  }

  private Cure trust(String what) {
    return importTrusted(
        what, words.made(owner, "-authority/authority.pem"), words.authorityAlias(owner));
  }

  private Cure trustLeaf() {
    return importTrusted(
        "Or, where this very certificate is meant to be trusted: import it as it is.",
        words.made(owner, ".pem"),
        words.alias(owner));
  }

  private Cure importTrusted(String what, String file, String alias) {
    StoreName store = words.trustStore(other);
    return advice(
        other,
        what,
        List.of(
            "scripts/pki trust "
                + file
                + " --store "
                + forPki(store)
                + " --alias "
                + quoted(alias)),
        List.of(
            "keytool -importcert -noprompt -alias "
                + quoted(alias)
                + " -file "
                + file
                + " -keystore "
                + forKeytool(store)));
  }

  private Cure installChain() {
    String certificate = side(owner) + ".crt";
    return advice(
        owner,
        "Put the certificate of the issuer "
            + words.issuer(owner)
            + " into the key store, behind the leaf and in order.",
        List.of(install(quoted(words.keyStore(owner).file()))),
        List.of(
            "keytool -exportcert -rfc -alias "
                + quoted(words.alias(owner))
                + " -file "
                + certificate
                + " -keystore "
                + keysForKeytool(),
            "cat " + words.made(owner, "-authority/authority.pem") + " >> " + certificate,
            "keytool -importcert -noprompt -alias "
                + quoted(words.alias(owner))
                + " -file "
                + certificate
                + " -keystore "
                + keysForKeytool()));
  }

  private List<Cure> newAuthority(String why) {
    String subject = quoted(words.authority(owner));
    String password = authorityPassword(owner);
    StoreName trust = words.trustStore(other);
    Cure make =
        advice(
            owner,
            "An authority above the certificate "
                + why
                + ": make another, have the certificate issued by it, and let the "
                + other.word()
                + " trust it (docs/pki.md shows the change without an outage).",
            List.of(
                "scripts/pki authority --subject " + subject + " --out next --password " + password,
                "scripts/pki trust next/authority.pem --store " + forPki(trust) + " --alias next",
                "scripts/pki renew --store "
                    + keysForPki()
                    + " --authority next --authority-password "
                    + password),
            List.of(
                "openssl req -new -x509 -newkey rsa:4096 -days 3652 -subj /CN=authority -keyout"
                    + " next.key -out next.pem",
                "keytool -importcert -noprompt -alias next -file next.pem -keystore "
                    + forKeytool(trust)));
    return List.of(make);
  }

  private Cure freshList() {
    String list = words.made(other, "-authority.crl");
    return advice(
        owner,
        "Fetch a fresh list of every authority above the "
            + other.word()
            + "'s certificate, put it where `tls.revocation.lists` points to, and have that done"
            + " before each list runs out.",
        List.of("scripts/pki crl" + authority(other) + " --out " + list),
        List.of(
            "openssl ca -gencrl -config ca.cnf -crldays 30 -out " + list,
            "openssl crl -in " + list + " -noout -issuer -lastupdate -nextupdate"));
  }

  private Cure advice(Role where, String what, List<String> pki, List<String> tools) {
    return new Cure(where == own ? Fault.OWN : Fault.PEER, what, pki, tools);
  }

  private String keysForPki() {
    return forPki(words.keyStore(owner));
  }

  private String keysForKeytool() {
    return forKeytool(words.keyStore(owner));
  }

  private String authority(Role role) {
    return " --authority "
        + words.made(role, "-authority")
        + " --authority-password "
        + authorityPassword(role);
  }

  private String authorityPassword(Role role) {
    return "file:" + words.made(role, "-authority.password");
  }
}
