// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_LOSS_HPP
#define TAPELESS_NN_LOSS_HPP

// Losses, as functions of expressions, and by name in nn, for use as template arguments. Each of these says what a target
// is, for a batch of outputs. No loss has a derivative of its own but the fused softmax_cross_entropy, which is an operation.

#include "loss/absolute_error.hpp"
#include "loss/binary_cross_entropy.hpp"
#include "loss/cross_entropy.hpp"
#include "loss/hinge.hpp"
#include "loss/kl_divergence.hpp"
#include "loss/squared_error.hpp"

#endif
