package io.handclasp.proxy.server;

/** Is told of what happens to a proxy as a whole, on whatever thread it happens. */
@FunctionalInterface
public interface LifecycleListener {
  /** Something happened. */
  void onEvent(LifecycleEvent event);
}
