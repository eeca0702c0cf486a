package io.handclasp.proxy.admin;

/**
 * Answers requests for one path of the admin listener. Called on one of the admin listener's own
 * threads, never on an event loop of the proxy: it may take its time, but few are answered at once.
 */
@FunctionalInterface
public interface AdminResource {
  /** The whole answer; an exception becomes status 500. */
  AdminAnswer answer(AdminRequest request);
}
