package io.handclasp.pki.issue;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.GeneralName;

/** Subject names, and what can be told from them. */
final class Names {
  private static final Pattern HOST =
      Pattern.compile(
          "(\\*\\.)?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private Names() {}

  /** Reads {@code CN=a,O=b} as keytool does (RFC 2253 order); a plain word is a common name. */
  static X500Name parse(String name) {
    if (!name.isEmpty() && !name.contains("=")) {
      return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
    }
    return X500Name.getInstance(new X500Principal(name).getEncoded());
  }

  static Optional<String> commonName(X500Name name) {
    RDN[] found = name.getRDNs(BCStyle.CN);
    return found.length == 0
        ? Optional.empty()
        : Optional.of(IETFUtils.valueToString(found[found.length - 1].getFirst().getValue()));
  }

  /** The common name as an alternative name, where it is a host name or an address. */
  static Optional<GeneralName> commonNameAsHost(X500Name name) {
    return commonName(name).flatMap(Names::host);
  }

  private static Optional<GeneralName> host(String text) {
    if (IPV4.matcher(text).matches() || text.contains(":")) {
      return address(text);
    }
    return HOST.matcher(text.toLowerCase(Locale.ROOT)).matches()
        ? Optional.of(new GeneralName(GeneralName.dNSName, text))
        : Optional.empty();
  }

  private static Optional<GeneralName> address(String text) {
    boolean literal =
        IPV4.matcher(text).matches() || Pattern.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*", text);
    if (!literal) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new GeneralName(GeneralName.iPAddress, InetAddress.getByName(text).getHostAddress()));
    } catch (java.net.UnknownHostException notAnAddress) {
      return Optional.empty();
    }
  }
}
