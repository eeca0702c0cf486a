package io.handclasp.handshake.tls;

import io.handclasp.handshake.observe.NamedIdentity;
import io.handclasp.handshake.record.OwnStores;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.record.StoreName;
import io.handclasp.handshake.verdict.Cause;
import io.handclasp.handshake.verdict.OwnSide;
import io.handclasp.handshake.verdict.StartCauses;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.IdentitySource;
import io.handclasp.pki.store.Loaded;
import io.handclasp.pki.store.PairCheck;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreFault;
import io.handclasp.pki.store.StoreFormat;
import io.handclasp.pki.store.StoreNote;
import io.handclasp.pki.store.StoreReader;
import io.handclasp.pki.trust.RevocationLists;
import io.handclasp.pki.trust.StrictReading;
import io.handclasp.pki.trust.TrustFinding;
import io.handclasp.pki.trust.TrustJudge;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the files of {@link TlsSettings} held: opened, checked, ready for contexts. Plain JDK types,
 * so that it can be judged offline.
 *
 * @param identity own key and chain
 * @param judge trust anchors, lists and policy
 * @param warnings sentences for the operator: what was read all the same but should be mended
 * @param ticketKeys what seals session tickets, where it is shared with others
 * @param others identities beside the main one
 * @param stores what commands call the files
 */
public record TlsMaterial(
    Identity identity,
    TrustJudge judge,
    List<String> warnings,
    @Nullable TicketKeys ticketKeys,
    List<NamedIdentity> others,
    OwnStores stores) {
  private static final Duration SOON = Duration.ofDays(14);
  private static final PairCheck PAIRS = new NativePairCheck();

  /** Copies the lists. */
  public TlsMaterial {
    warnings = List.copyOf(warnings);
    others = List.copyOf(others);
  }

  /** The same with another identity as the main one. */
  public TlsMaterial as(NamedIdentity other) {
    return new TlsMaterial(
        other.identity(), judge, warnings, null, List.of(), new OwnStores(null, stores.trust()));
  }

  /**
   * What verdicts of this end are made from.
   *
   * @param alpn protocols offered or accepted; empty where none
   */
  public OwnSide ownSide(Role own, TlsSettings settings, List<String> alpn) {
    return new OwnSide(
        own,
        identity,
        judge,
        settings.protocols(),
        settings.suites(),
        settings.groups(),
        alpn,
        settings.handshakeTimeout(),
        stores);
  }

  /** With one identity only. */
  public TlsMaterial(
      Identity identity, TrustJudge judge, List<String> warnings, @Nullable TicketKeys ticketKeys) {
    this(identity, judge, warnings, ticketKeys, List.of(), OwnStores.UNKNOWN);
  }

  /** With one identity and ticket keys of its own. */
  public TlsMaterial(Identity identity, TrustJudge judge, List<String> warnings) {
    this(identity, judge, warnings, null);
  }

  /**
   * Opens every file.
   *
   * @param own which end it is for, for the codes of warnings
   * @throws StoreException naming the file and the fault: what {@link StoreReader} finds, a
   *     revocation list that is none, a trust store of which no certificate can be used, an own
   *     certificate that is not valid now
   */
  public static TlsMaterial load(TlsSettings settings, Role own) throws StoreException {
    Instant now = Instant.now();
    List<String> warnings = new ArrayList<>();
    Loaded<Identity> keyStore = StoreReader.loadIdentity(settings.identity(), PAIRS);
    warnOfStore(keyStore, own, false, warnings);
    Identity identity = keyStore.value();
    checkValidity(settings.identity().file(), identity.leaf(), now, warnings);
    List<NamedIdentity> others = others(settings, own, now, warnings);
    Loaded<List<X509Certificate>> trustStore = StoreReader.loadTrusted(settings.trust());
    warnOfStore(trustStore, own, true, warnings);
    List<X509Certificate> trusted = trustStore.value();
    warnOfAnchors(settings.trust().file(), trusted, now, warnings);
    List<X509CRL> lists = RevocationLists.readAll(settings.revocationLists());
    warnOfLists(lists, now, warnings);
    TrustJudge judge = new TrustJudge(trusted, lists, settings.policy());
    for (TrustFinding anchor : StrictReading.leftOut(settings.trust().file(), judge)) {
      warnings.add(settings.trust().file() + ": " + anchor.detail());
    }
    return new TlsMaterial(
        identity,
        judge.withWitnesses(identity.chain()),
        warnings,
        TicketKeys.read(settings.ticketKeys()),
        others,
        stores(settings, keyStore.format(), trustStore.format()));
  }

  private static OwnStores stores(TlsSettings settings, StoreFormat keys, StoreFormat trust) {
    IdentitySource own = settings.identity();
    StoreName key = settings.identities().isEmpty() ? name(keys, own.file(), own.password()) : null;
    return new OwnStores(key, name(trust, settings.trust().file(), settings.trust().password()));
  }

  private static @Nullable StoreName name(
      StoreFormat format, Path file, @Nullable PasswordSource password) {
    return format == StoreFormat.PEM
        ? null
        : new StoreName(file.toString(), password == null ? null : password.spec());
  }

  private static List<NamedIdentity> others(
      TlsSettings settings, Role own, Instant now, List<String> warnings) throws StoreException {
    List<NamedIdentity> others = new ArrayList<>();
    for (IdentitySettings other : settings.identities()) {
      Loaded<Identity> keyStore = StoreReader.loadIdentity(other.source(), PAIRS);
      warnOfStore(keyStore, own, false, warnings);
      Identity identity = keyStore.value();
      checkValidity(other.source().file(), identity.leaf(), now, warnings);
      others.add(
          other.serverNames().isEmpty()
              ? NamedIdentity.of(other.name(), identity)
              : new NamedIdentity(other.name(), identity, other.serverNames()));
    }
    return others;
  }

  /**
   * Opens one own identity by itself, as {@link #load} does.
   *
   * @throws StoreException what {@link #load} would throw of it
   */
  public static Identity open(IdentitySource source) throws StoreException {
    Identity identity = StoreReader.loadIdentity(source, PAIRS).value();
    checkValidity(source.file(), identity.leaf(), Instant.now(), new ArrayList<>());
    return identity;
  }

  private static void checkValidity(
      Path file, X509Certificate leaf, Instant now, List<String> warnings) throws StoreException {
    Instant from = leaf.getNotBefore().toInstant();
    Instant until = leaf.getNotAfter().toInstant();
    String who = leaf.getSubjectX500Principal().getName();
    if (now.isAfter(until)) {
      throw new StoreException(
          StoreFault.CERTIFICATE_EXPIRED,
          file,
          file + ": own certificate " + who + " expired at " + until + "; have it issued anew",
          null);
    }
    if (now.isBefore(from)) {
      throw new StoreException(
          StoreFault.CERTIFICATE_NOT_YET_VALID,
          file,
          file + ": own certificate " + who + " is not valid before " + from + "; check the clock",
          null);
    }
    if (now.plus(SOON).isAfter(until)) {
      warnings.add(file + ": own certificate " + who + " expires at " + until);
    }
  }

  private static void warnOfStore(
      Loaded<?> store, Role own, boolean trustStore, List<String> warnings) {
    for (StoreNote note : store.notes()) {
      Cause cause = StartCauses.of(note.kind(), own, trustStore);
      String warning = note.message() + (cause == null ? "" : " [" + cause.code() + "]");
      if (!warnings.contains(warning)) { // one password file may open several stores
        warnings.add(warning);
      }
    }
  }

  private static void warnOfAnchors(
      Path file, List<X509Certificate> trusted, Instant now, List<String> warnings) {
    for (X509Certificate anchor : trusted) {
      if (now.isAfter(anchor.getNotAfter().toInstant())) {
        warnings.add(
            file
                + ": trusted certificate "
                + anchor.getSubjectX500Principal().getName()
                + " expired at "
                + anchor.getNotAfter().toInstant());
      }
    }
  }

  private static void warnOfLists(List<X509CRL> lists, Instant now, List<String> warnings) {
    for (X509CRL list : lists) {
      if (list.getNextUpdate() != null && now.isAfter(list.getNextUpdate().toInstant())) {
        warnings.add(
            "revocation list of "
                + list.getIssuerX500Principal().getName()
                + " expired at "
                + list.getNextUpdate().toInstant());
      }
    }
  }
}
