package io.handclasp.pki.trust;

/** Whether a chain lacks a certificate above its top, as far as one can tell without its judge. */
public enum Gap {
  /** It ends with a root, or right below one. */
  NONE,
  /** It ends below an issuer of which nothing is known: a root, or an authority between. */
  POSSIBLE,
  /** It ends below an authority that seems to be none that others trust by itself. */
  LIKELY
}
