package io.handclasp.proxy.forward;

/**
 * How many repetitions one event loop allows itself: a fifth of its requests and a few in reserve,
 * so that a failing next hop does not get its load doubled.
 */
final class RetryBudget {
  private static final int COST = 5;
  private static final int MOST = 20 * COST;

  private int saved = MOST;

  void onRequest() {
    if (saved < MOST) {
      saved++;
    }
  }

  /** Takes one repetition out of the budget, if there is one. */
  boolean take() {
    if (saved < COST) {
      return false;
    }
    saved -= COST;
    return true;
  }
}
