package io.handclasp.proxy.admin;

/** What an operator may order of the running program. Called on any thread; must not wait. */
public interface Orders {
  /** To end: take no more, finish what is under way, then exit. */
  void drain();

  /** To read the configuration and all it names again; listeners hear how it went. */
  void reload();
}
