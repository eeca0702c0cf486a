package io.handclasp.proxy.forward;

/** Is told of each exchange, once, on its event loop; must not block. */
@FunctionalInterface
public interface ExchangeListener {
  /** An exchange is over. */
  void onCompleted(ExchangeCompleted exchange);
}
