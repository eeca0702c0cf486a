package io.handclasp.pki.trust;

import io.handclasp.pki.trust.RevocationList.Entry;
import io.handclasp.pki.trust.RevocationList.Subject;
import java.math.BigInteger;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a {@link RevocationList} from the octets of a CRL (RFC 5280 §5). Used once. */
final class RevocationListReader {
  private static final String CRL_NUMBER = "2.5.29.20";
  private static final String REASON = "2.5.29.21";
  private static final String INVALIDITY_DATE = "2.5.29.24";
  private static final String DELTA_INDICATOR = "2.5.29.27";
  private static final String ISSUING_POINT = "2.5.29.28";
  private static final String CERTIFICATE_ISSUER = "2.5.29.29";
  private static final int ENUMERATED = 0x0a;

  private final X509CRL list;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<Subject, Entry> entries = new HashMap<>();
  private RevocationScope scope = RevocationScope.everything();
  private @Nullable Instant nextUpdate;
  private @Nullable BigInteger number;
  private @Nullable BigInteger deltaBase;
  private boolean extended;
  private Extensions.@Nullable AuthorityKey authorityKey;

  private RevocationListReader(X509CRL list) {
    this.list = list;
  }

  /**
   * Reads a list; what forbids its use is kept with it.
   *
   * @throws DerException where it is damaged so far that nothing can be told
   */
  static RevocationList read(X509CRL list) throws DerException {
    try {
      return new RevocationListReader(list).list(Der.parse(list.getEncoded()));
    } catch (CRLException | RuntimeException e) {
      throw new DerException("the provider cannot read it: " + e.getMessage());
    }
  }

  private RevocationList list(Der whole) throws DerException {
    List<Der> outer = whole.sequence();
    if (outer.size() != 3) {
      throw new DerException("a list of " + outer.size() + " elements (expected: 3)");
    }
    List<Der> fields = outer.get(0).sequence();
    int at = fields.get(0).is(Der.INTEGER) ? 1 : 0;
    boolean second = at == 1;
    if (second && fields.get(0).countContent() != 1) {
      unusable("version " + (fields.get(0).countContent() + 1L) + " (expected: 2)");
    }
    if (fields.size() < at + 3) {
      throw new DerException("a list that ends after " + fields.size() + " fields");
    }
    if (!fields.get(at).sameAs(outer.get(1))) {
      unusable("the two signature algorithm fields differ");
    }
    DistinguishedName issuer = DistinguishedName.of(fields.get(at + 1));
    Instant thisUpdate = time(fields.get(at + 2));
    readRest(fields.subList(at + 3, fields.size()), issuer);
    if (nextUpdate == null) {
      unusable("it does not say when it runs out (nextUpdate)");
    }
    if (extended && !second) {
      unusable("extensions in version 1 (expected: version 2)");
    }
    if (number == null && second && authorityKey == null) {
      unusable("version 2, but neither a number nor an authority key identifier");
    } else if (number == null) {
      problems.add(Problem.formal("it has no number (cRLNumber)"));
    }
    return new RevocationList(
        list,
        new RevocationList.Facts(
            issuer,
            thisUpdate,
            nextUpdate,
            number,
            deltaBase,
            scope,
            authorityKey,
            SignatureFacts.of(outer.get(1)),
            problems),
        entries);
  }

  private void readRest(List<Der> rest, DistinguishedName issuer) throws DerException {
    for (Der field : rest) {
      switch (field.tag()) {
        case Der.UTC_TIME, Der.GENERALIZED_TIME -> nextUpdate = time(field);
        case Der.SEQUENCE -> readEntries(field, issuer);
        case 0xa0 -> {
          extended = true;
          readExtensions(field.inner());
        }
        default -> throw new DerException("an unknown field in a list");
      }
    }
  }

  private Instant time(Der field) throws DerException {
    if (field.isGeneralizedTooEarly()) {
      unusable("a time before 2050 as GeneralizedTime (expected: UTCTime)");
    }
    return field.time();
  }

  private void readExtensions(Der extensions) throws DerException {
    Set<String> seen = new HashSet<>();
    for (Der extension : extensions.filledSequence()) {
      Parts parts = Parts.of(extension);
      if (!seen.add(parts.oid())) {
        unusable("extension " + parts.oid() + " stands twice");
      }
      try {
        readExtension(parts);
      } catch (DerException e) {
        unusable("extension " + parts.oid() + " cannot be read: " + e.getMessage());
      }
    }
  }

  private void readExtension(Parts parts) throws DerException {
    switch (parts.oid()) {
      case CRL_NUMBER -> {
        neverCritical(parts);
        number = Der.parse(parts.value()).integer();
      }
      case DELTA_INDICATOR -> deltaBase = Der.parse(parts.value()).integer();
      case ISSUING_POINT -> scope = RevocationScope.of(Der.parse(parts.value()));
      case Extensions.AUTHORITY_KEY_ID -> {
        neverCritical(parts);
        authorityKey = ExtensionReader.authorityKey(Der.parse(parts.value()));
      }
      default -> {
        if (parts.critical()) {
          unusable("extension " + parts.oid() + " is critical and not understood here");
        }
      }
    }
  }

  private void neverCritical(Parts parts) {
    if (parts.critical()) {
      unusable("extension " + parts.oid() + " is critical and must not be");
    }
  }

  private void unusable(String why) {
    problems.add(Problem.malformed(why));
  }

  private void readEntries(Der revoked, DistinguishedName listIssuer) throws DerException {
    DistinguishedName issuer = listIssuer;
    for (Der entry : revoked.children()) {
      List<Der> fields = entry.sequence();
      if (fields.size() < 2) {
        throw new DerException("an entry of " + fields.size() + " elements (expected: 2 or 3)");
      }
      int reason = 0;
      for (Der extension : fields.size() > 2 ? fields.get(2).sequence() : List.<Der>of()) {
        Parts parts = Parts.of(extension);
        switch (parts.oid()) {
          case REASON -> reason = Der.parse(parts.value()).expect(ENUMERATED).countContent();
          case CERTIFICATE_ISSUER -> issuer = issuerOf(parts);
          default -> entryExtension(parts);
        }
      }
      Subject subject = new Subject(issuer, fields.get(0).integer());
      if (entries.put(subject, new Entry(reason)) != null) {
        unusable("serial number " + subject.serial().toString(16) + " stands twice");
      }
    }
  }

  private static DistinguishedName issuerOf(Parts parts) throws DerException {
    List<GeneralName> names = GeneralName.listOf(Der.parse(parts.value()).filledSequence());
    List<DistinguishedName> found = RevocationScope.directoryNames(names);
    if (found.isEmpty()) {
      throw new DerException("an entry whose certificate issuer has no distinguished name");
    }
    return found.get(0);
  }

  private void entryExtension(Parts parts) {
    if (parts.critical() && !parts.oid().equals(INVALIDITY_DATE)) {
      unusable("entry extension " + parts.oid() + " is critical and not understood here");
    }
  }

  /** One extension, taken apart. */
  private record Parts(String oid, boolean critical, Der content) {
    static Parts of(Der extension) throws DerException {
      List<Der> parts = extension.sequence();
      if (parts.size() != 2 && parts.size() != 3) {
        throw new DerException("an extension of " + parts.size() + " elements");
      }
      boolean critical = parts.size() == 3 && parts.get(1).bool();
      Der content = parts.get(parts.size() - 1).expect(Der.OCTET_STRING);
      return new Parts(parts.get(0).oid(), critical, content);
    }

    byte[] value() {
      return content.content();
    }
  }
}
