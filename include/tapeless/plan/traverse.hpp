// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PLAN_TRAVERSE_HPP
#define TAPELESS_PLAN_TRAVERSE_HPP

#include "../meta/buffer.hpp"
#include "occurrence.hpp"

namespace tapeless::plan {

/// Visits each distinct value of an expression once, operands before their users, by depth-first search with a stack
/// of its own: no recursion of templates or functions, however deep the expression. Binders and bound symbols vanish
/// here: they only say which value is meant.
///
/// A visitor has
///     index_t visit(record, offset, operands)          a node, and what its operands' visits returned
/// and, if expressions may hold derivatives,
///     index_t bind(index)                              a fresh symbol that stands for a value
///     index_t gradient(record, count, symbols, body)   the derivatives of `body` by `count` symbols
/// Complexity: linear in the number of distinct values plus edges.
template <class Visitor>
class traversal {
public:
    constexpr explicit traversal(Visitor& visitor) : visitor_(visitor), stack_(64), results_(64), scopes_(8) {
        scopes_.push({});
    }

    /// What the visit of an expression's root returned. Several expressions, one after the other, share their values.
    constexpr index_t run(const record& root, index_t offset = 0) {
        resolve(&root, offset, 0);
        while (stack_.size() != 0) {
            frame& top = stack_.back();
            if (top.cursor == top.node->arity)
                finish();
            else
                next_operand(top);
        }
        const index_t result = results_.back();
        results_.pop();
        return result;
    }

private:
    struct frame {
        const record* node;
        occurrence self;
        index_t cursor; // the operand whose turn it is
        index_t offset; // its first runtime constant
        index_t inner;  // the scope of a binder's body, once it is open
    };
    struct scope {
        index_t height = 0;
        index_t value = nowhere;
        index_t parent = 0;
    };

    /// Puts the result of a node on the stack of results, or the node on the stack of those that are to be evaluated.
    constexpr void resolve(const record* node, index_t offset, index_t in) {
        occurrence self{node->id};
        if (node->free != 0) {
            while ((node->free >> scopes_[in].height & 1) == 0) in = scopes_[in].parent;
            if (node->what == expr::role::bound) {
                results_.push(scopes_[in].value);
                return;
            }
            self.scope = in;
        }
        if (node->constants != 0) self.offset = offset;
        index_t result = known_.find(self);
        if (result == nowhere && node->arity == 0) {
            result = visitor_.visit(*node, offset, nullptr);
            known_.insert(self, result);
        }
        if (result == nowhere)
            stack_.push({node, self, 0, self.offset, self.scope});
        else
            results_.push(result);
    }

    constexpr void next_operand(frame& top) {
        const record* operand = top.node->operands[top.cursor];
        const index_t offset = top.offset;
        if (++top.cursor == top.node->arity && binds(*top.node)) open_scopes(top);
        top.offset += operand->constants;
        resolve(operand, offset, top.inner);
    }

    static constexpr bool binds(const record& node) noexcept {
        return node.what == expr::role::let || node.what == expr::role::gradient;
    }

    /// The values of a binder are known: its symbols stand for them from here on.
    constexpr void open_scopes(frame& top) {
        const record& body = *top.node->operands[top.node->arity - 1];
        const index_t binders = top.node->arity - 1;
        const std::size_t first = results_.size() - binders;
        for (index_t i = 0; i < binders; ++i) {
            if constexpr (requires { visitor_.bind(index_t{}); })
                if (top.node->what == expr::role::gradient) results_[first + i] = visitor_.bind(results_[first + i]);
            scopes_.push({static_cast<index_t>(body.height) + i, results_[first + i], top.inner});
            top.inner = static_cast<index_t>(scopes_.size() - 1);
        }
    }

    constexpr void finish() {
        const frame top = stack_.back();
        stack_.pop();
        const std::size_t first = results_.size() - top.node->arity;
        const index_t* operands = &results_[first];
        index_t result = nowhere;
        if (top.node->what == expr::role::let) {
            result = operands[1];
        } else if (top.node->what == expr::role::gradient || top.node->what == expr::role::partials) {
            if constexpr (requires { visitor_.bind(index_t{}); })
                result = visitor_.gradient(top.node->arity - 1, operands, operands[top.node->arity - 1]);
        } else {
            result = visitor_.visit(*top.node, top.self.offset, operands);
        }
        for (index_t i = 0; i < top.node->arity; ++i) results_.pop();
        results_.push(result);
        known_.insert(top.self, result);
    }

    Visitor& visitor_;
    meta::buffer<frame> stack_;
    meta::buffer<index_t> results_;
    meta::buffer<scope> scopes_;
    occurrence_map known_;
};

} // namespace tapeless::plan

#endif
