// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_MLP_EIGEN_HPP
#define TAPELESS_BENCH_MLP_EIGEN_HPP

#include "library.hpp"

#include <cmath>

// What fits a thread's stack with ease: of the matrices here, the workspace of products.
#define EIGEN_STACK_ALLOCATION_LIMIT 1048576
#include <Eigen/Core>

/// The parts of a training step that are the same for fixed and for dynamic sizes.
namespace mlp::eigen {

/// Eigen insists that a column is stored by column.
template <int Rows, int Columns>
using matrix = Eigen::Matrix<float, Rows, Columns, Columns == 1 && Rows != 1 ? Eigen::ColMajor : Eigen::RowMajor>;
template <int Columns>
using row = Eigen::Matrix<float, 1, Columns>;

/// The product of a layer's inputs and weights, to be assigned by noalias(). Very small ones are faster without the
/// products' machinery (found by trying).
template <class X, class Weights>
auto product(const X& x, const Weights& w) {
    if constexpr (X::RowsAtCompileTime == 1 && Weights::SizeAtCompileTime != Eigen::Dynamic &&
                  Weights::SizeAtCompileTime <= 256)
        return x.lazyProduct(w);
    else
        return x * w;
}

template <class Matrix, class Bias>
void add_bias(Matrix& z, const Bias& b) {
    if constexpr (Matrix::RowsAtCompileTime == 1)
        z += b;
    else
        z.rowwise() += b;
}

/// In two passes: with a bias that is repeated for each row, tanh would be computed one by one.
template <class Matrix>
void activate(Matrix& z, activation f) {
    if (f == activation::relu)
        z = z.cwiseMax(0.0f);
    else
        z = z.array().tanh().matrix();
}

/// Derivatives by the sums that went into an activation, from those by its results.
template <class Matrix>
void through_activation(Matrix& delta, const Matrix& results, activation f) {
    if (f == activation::relu) {
        // Eigen does not vectorise select(), the compiler does.
        float* __restrict d = delta.data();
        const float* r = results.data();
        const Eigen::Index size = delta.size();
        for (Eigen::Index i = 0; i < size; ++i) d[i] = r[i] > 0.0f ? d[i] : 0.0f;
    } else {
        delta.array() *= 1.0f - results.array().square();
    }
}

/// The loss; turns the outputs into the derivatives by them.
template <class Matrix>
float lose(Matrix& z, const problem& p) {
    const auto batch = static_cast<float>(p.batch);
    if (p.network.loss == loss::squared_error) {
        z -= Eigen::Map<const Matrix, Eigen::Aligned64>(p.targets.data(), z.rows(), z.cols());
        const float count = static_cast<float>(z.size()), sum = z.squaredNorm();
        z *= 2 / count;
        return sum / count;
    }
    float loss = 0;
    for (int i = 0; i < z.rows(); ++i) {
        z.row(i).array() -= z.row(i).maxCoeff();
        loss -= z(i, p.labels[static_cast<std::size_t>(i)]);
    }
    z = z.array().exp().matrix();
    for (int i = 0; i < z.rows(); ++i) {
        const float sum = z.row(i).sum();
        loss += std::log(sum);
        z.row(i) *= 1 / (sum * batch);
        z(i, p.labels[static_cast<std::size_t>(i)]) -= 1 / batch;
    }
    return loss / batch;
}

template <class Matrix>
void adam_update(Matrix& p, const Matrix& g, Matrix& first, Matrix& second, const adam_step& s) {
    first = s.beta1 * first + s.c1 * g;
    second = s.beta2 * second + s.c2 * g.cwiseAbs2();
    p.array() -= s.rate * first.array() / ((s.scale * second.array()).sqrt() + s.epsilon);
}

/// The parameters of a layer, their gradients, and what Adam remembers.
template <int In, int Out>
struct layer {
    matrix<In, Out> w, dw, first_w, second_w;
    row<Out> b, db, first_b, second_b;

    layer(const problem& p, int l) {
        const int in = p.network.inputs(l), out = p.network.outputs(l);
        w = Eigen::Map<const matrix<In, Out>>(p.weights(l), in, out);
        b = Eigen::Map<const row<Out>>(p.bias(l), out);
        dw.setZero(in, out), first_w.setZero(in, out), second_w.setZero(in, out);
        db.setZero(out), first_b.setZero(out), second_b.setZero(out);
    }

    template <class X, class Delta>
    void gradient(const X& x, const Delta& delta) {
        if (is_dynamic && delta.rows() == 1)
            dw.noalias() = x.row(0).transpose() * delta.row(0);
        else
            dw.noalias() = x.transpose() * delta;
        db = delta.colwise().sum();
    }
    /// The update is formed by the product. Scales delta, which is no longer needed.
    template <class X, class Delta>
    void sgd(const X& x, Delta& delta, float rate) {
        delta *= rate;
        if (is_dynamic && delta.rows() == 1)
            w.noalias() -= x.row(0).transpose() * delta.row(0);
        else
            w.noalias() -= x.transpose() * delta;
        b -= delta.colwise().sum();
    }
    template <class X, class Delta>
    void adam(const X& x, const Delta& delta, const adam_step& s) {
        gradient(x, delta);
        adam_update(w, dw, first_w, second_w, s);
        adam_update(b, db, first_b, second_b, s);
    }

    void append_parameters(std::vector<float>& to) const { append(to, w), append(to, b); }
    void append_gradients(std::vector<float>& to) const { append(to, dw), append(to, db); }

private:
    // Eigen sees by itself when a matrix has one row, but for this product.
    static constexpr bool is_dynamic = In == Eigen::Dynamic;

    template <class Matrix>
    static void append(std::vector<float>& to, const Matrix& m) {
        to.insert(to.end(), m.data(), m.data() + m.size());
    }
};

} // namespace mlp::eigen

#endif
