// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_HPP
#define TAPELESS_HPP

/// The whole library, but for the opt-in folders interop/, print/ and testing/.

#include "tapeless/scalar.hpp"

#include "tapeless/diff/batch.hpp"
#include "tapeless/diff/hana.hpp"
#include "tapeless/diff/tensor_derivative.hpp"
#include "tapeless/diff/tensor_transforms.hpp"
#include "tapeless/nn/fit.hpp"
#include "tapeless/nn/initialise.hpp"
#include "tapeless/nn/metrics.hpp"
#include "tapeless/nn/optimizer.hpp"
#include "tapeless/ops/cholesky.hpp"
#include "tapeless/ops/concat.hpp"
#include "tapeless/ops/determinant.hpp"
#include "tapeless/ops/diagonal.hpp"
#include "tapeless/ops/gather.hpp"
#include "tapeless/ops/matmul.hpp"
#include "tapeless/ops/product.hpp"
#include "tapeless/ops/reduction.hpp"
#include "tapeless/ops/reshape.hpp"
#include "tapeless/ops/slice.hpp"
#include "tapeless/ops/softmax.hpp"
#include "tapeless/ops/softmax_cross_entropy.hpp"
#include "tapeless/ops/solve.hpp"
#include "tapeless/ops/transpose.hpp"
#include "tapeless/sweep/tensor_step.hpp"
#include "tapeless/tensor/tensor.hpp"
#include "tapeless/value/dual.hpp"

#endif
