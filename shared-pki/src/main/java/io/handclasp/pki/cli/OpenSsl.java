package io.handclasp.pki.cli;

import io.handclasp.pki.issue.KeyType;
import io.handclasp.pki.store.PasswordSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/** The steps of issuing as openssl commands. */
final class OpenSsl {
  private OpenSsl() {}

  /** Makes a private key, encrypted where there is a password. */
  static void key(ShellScript script, KeyType type, Path key, @Nullable PasswordSource password) {
    List<String> encryption = new ArrayList<>(PasswordWords.openssl("-pass", password));
    if (password != null) {
      encryption.add(0, "-aes-256-cbc");
    }
    script.line("umask 077");
    script.run("openssl", "genpkey", algorithm(type), encryption, "-out", key);
    script.line("umask 022");
  }

  /** Makes a self-signed root for an existing key. */
  static void root(
      ShellScript script,
      String subject,
      Path key,
      @Nullable PasswordSource password,
      @Nullable Integer pathLength,
      int days,
      Path certificate) {
    Path settings = beside(certificate, ".cnf");
    List<String> lines = new ArrayList<>(List.of("[req]", "distinguished_name = dn", "[dn]"));
    lines.add("[ext]");
    lines.addAll(authorityExtensions(pathLength));
    script.write(settings, lines);
    script.run(
        "openssl",
        "req",
        "-new",
        "-x509",
        "-config",
        settings,
        "-extensions",
        "ext",
        "-key",
        key,
        PasswordWords.openssl("-passin", password),
        "-subj",
        subject(subject),
        "-days",
        days,
        "-out",
        certificate);
    script.run("rm", settings);
  }

  /** Makes a signing request for an existing key. */
  static void request(
      ShellScript script,
      String subject,
      List<String> names,
      Path key,
      @Nullable PasswordSource password,
      Path request) {
    List<Object> extra = new ArrayList<>();
    if (!names.isEmpty()) {
      extra.add("-addext");
      extra.add("subjectAltName=" + String.join(",", names));
    }
    script.run(
        "openssl",
        "req",
        "-new",
        "-key",
        key,
        PasswordWords.openssl("-passin", password),
        "-subj",
        subject(subject),
        extra,
        "-out",
        request);
  }

  /** Signs a request with an authority's key. */
  static void sign(
      ShellScript script,
      Path request,
      Path authorityCertificate,
      Path authorityKey,
      @Nullable PasswordSource authorityPassword,
      List<String> extensions,
      int days,
      @Nullable String serial,
      Path certificate) {
    Path settings = beside(certificate, ".ext");
    script.write(settings, extensions);
    script.run(
        "openssl",
        "x509",
        "-req",
        "-in",
        request,
        "-CA",
        authorityCertificate,
        "-CAkey",
        authorityKey,
        PasswordWords.openssl("-passin", authorityPassword),
        "-days",
        days,
        serial == null ? List.of() : List.of("-set_serial", serial),
        "-extfile",
        settings,
        "-out",
        certificate);
    script.run("rm", settings);
  }

  /** Puts a key that lies open for a moment into the encrypted store of an authority's folder. */
  static void lockAway(
      ShellScript script, Path key, Path certificate, PasswordSource password, Path store) {
    script.run(
        "openssl",
        "pkcs12",
        "-export",
        "-inkey",
        key,
        "-in",
        certificate,
        "-name",
        "authority",
        PasswordWords.openssl("-passout", password),
        "-out",
        store);
    script.run("chmod", "600", store);
    script.run("rm", key);
  }

  /** The little database that openssl wants for revoking, filled with what was revoked so far. */
  static void database(ShellScript script, AuthorityOptions authority) {
    Path folder = authority.folder();
    Path index = folder.resolve("index.txt");
    script.line(
        "[ -f "
            + ShellScript.quoted(index.toString())
            + " ] || : > "
            + ShellScript.quoted(index.toString()));
    script.write(
        settings(authority),
        List.of(
            "[ca]",
            "default_ca = this",
            "[this]",
            "database = " + index,
            "certificate = " + authority.certificate(),
            "private_key = " + authority.key(),
            "default_md = sha256",
            "crl_extensions = list",
            "[list]",
            "authorityKeyIdentifier = keyid:always"));
  }

  static Path settings(AuthorityOptions authority) {
    return authority.folder().resolve("openssl.cnf");
  }

  /** Signs the list of what the database says is revoked. */
  static void list(ShellScript script, AuthorityOptions authority, int days, Path list) {
    script.run(
        "openssl",
        "ca",
        "-config",
        settings(authority),
        "-gencrl",
        "-crldays",
        days,
        PasswordWords.openssl("-passin", authority.password()),
        "-out",
        list);
  }

  /** The extensions of an authority. */
  static List<String> authorityExtensions(@Nullable Integer pathLength) {
    String limit = pathLength == null ? "" : ",pathlen:" + pathLength;
    return List.of(
        "basicConstraints = critical,CA:TRUE" + limit,
        "keyUsage = critical,keyCertSign,cRLSign",
        "subjectKeyIdentifier = hash",
        "authorityKeyIdentifier = keyid:always");
  }

  /** The extensions of a leaf. */
  static List<String> leafExtensions(
      boolean rsa, boolean server, boolean client, List<String> names) {
    List<String> lines = new ArrayList<>();
    lines.add("basicConstraints = critical,CA:FALSE");
    String encipher = rsa && server ? ",keyEncipherment" : "";
    lines.add("keyUsage = critical,digitalSignature" + encipher);
    String purposes = (server ? "serverAuth" : "") + (client ? ",clientAuth" : "");
    lines.add("extendedKeyUsage = " + purposes.replaceFirst("^,", ""));
    if (!names.isEmpty()) {
      lines.add("subjectAltName = " + String.join(",", names));
    }
    lines.add("subjectKeyIdentifier = hash");
    lines.add("authorityKeyIdentifier = keyid:always");
    return lines;
  }

  /** A distinguished name in openssl's form: {@code /C=LK/CN=a.example}. */
  static String subject(String name) {
    try {
      StringBuilder text = new StringBuilder();
      for (Rdn part : new LdapName(name).getRdns()) {
        String value = String.valueOf(part.getValue());
        text.append('/').append(part.getType()).append('=');
        text.append(value.replace("\\", "\\\\").replace("/", "\\/").replace("+", "\\+"));
      }
      return text.toString();
    } catch (InvalidNameException e) {
      throw new IllegalArgumentException("subject: " + name + " (expected: such as CN=a,O=B)", e);
    }
  }

  private static List<String> algorithm(KeyType type) {
    return switch (type) {
      case EC_P256 -> List.of("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256");
      case EC_P384 -> List.of("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384");
      case EC_P521 -> List.of("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521");
      case ED25519 -> List.of("-algorithm", "ED25519");
      case RSA_2048, RSA_3072, RSA_4096 ->
          List.of("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:" + type.code().substring(4));
      default ->
          throw new IllegalArgumentException("key type: " + type.code() + " is for tests only");
    };
  }

  private static Path beside(Path file, String suffix) {
    return Path.of(file + suffix);
  }
}
