package main

import (
	"go/ast"
	"go/token"
	"strconv"
)

// swaps are operators that are taken for each other.
var swaps = map[token.Token]string{
	token.LAND: "||", token.LOR: "&&",
	token.EQL: "!=", token.NEQ: "==",
	token.LSS: "<=", token.LEQ: "<", token.GTR: ">=", token.GEQ: ">",
	token.ADD: "-", token.SUB: "+",
	token.AND: "|", token.OR: "&", token.AND_NOT: "&",
	token.AND_ASSIGN: "|=", token.OR_ASSIGN: "&=", token.AND_NOT_ASSIGN: "&=", token.ADD_ASSIGN: "-=",
}

// words are names that are taken for each other: the extremes, the three values, the truth.
var words = map[string][]string{
	"min":     {"max"},
	"max":     {"min"},
	"Yes":     {"Unknown"},
	"No":      {"Unknown"},
	"Unknown": {"Yes", "No"},
	"true":    {"false"},
	"false":   {"true"},
}

// visit notes the mutants of one node.
func (s *scope) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.IfStmt:
		s.negate(n.Cond)
	case *ast.SelectorExpr:
		// The name behind the dot may be a value of another package; what it hangs on is visited.
		s.word(n.Sel)
		ast.Inspect(n.X, s.visit)
		return false
	case *ast.KeyValueExpr:
		ast.Inspect(n.Value, s.visit) // keys are fields
		if _, named := n.Key.(*ast.Ident); !named {
			ast.Inspect(n.Key, s.visit)
		}
		return false
	case *ast.Ident:
		s.word(n)
	case *ast.BinaryExpr:
		s.operator(n.Op, n.OpPos)
	case *ast.BasicLit:
		s.literal(n)
	case *ast.UnaryExpr:
		if n.Op == token.NOT {
			s.replace(n.OpPos, n.X.Pos(), "")
		}
	case *ast.AssignStmt:
		s.operator(n.Tok, n.TokPos)
	case *ast.IncDecStmt:
		s.replace(n.TokPos, n.End(), map[token.Token]string{token.INC: "--", token.DEC: "++"}[n.Tok])
	case *ast.FuncDecl:
		s.body(n.Type, n.Body)
	case *ast.FuncLit:
		s.body(n.Type, n.Body)
	case *ast.SwitchStmt:
		s.cases(n.Body, n.Tag == nil)
	case *ast.TypeSwitchStmt:
		s.cases(n.Body, false)
	case *ast.BlockStmt:
		if !s.bodies[n] {
			s.statements(n.List)
		}
	case *ast.CaseClause:
		s.statements(n.Body)
	}
	return true
}

// negate leaves alone what another mutant turns around already.
func (s *scope) negate(condition ast.Expr) {
	switch c := condition.(type) {
	case *ast.BinaryExpr:
		if c.Op == token.EQL || c.Op == token.NEQ {
			return
		}
	case *ast.UnaryExpr:
		return
	}
	s.replace(condition.Pos(), condition.End(), "!("+s.text(condition)+")")
}

func (s *scope) operator(op token.Token, at token.Pos) {
	if other, ok := swaps[op]; ok {
		s.replace(at, at+token.Pos(len(op.String())), other)
	}
}

func (s *scope) word(name *ast.Ident) {
	for _, other := range words[name.Name] {
		s.replace(name.Pos(), name.End(), other)
	}
}

// literal is off by one.
func (s *scope) literal(l *ast.BasicLit) {
	if n, err := strconv.Atoi(l.Value); err == nil && l.Kind == token.INT {
		s.replace(l.Pos(), l.End(), strconv.Itoa(n+1))
	}
}

// cases drops each case of a switch, and each of several words of a case; the conditions of one without a
// tag are negated as those of an if are.
func (s *scope) cases(body *ast.BlockStmt, conditions bool) {
	for _, statement := range body.List {
		clause := statement.(*ast.CaseClause)
		s.drop(clause)
		for i, word := range clause.List {
			if conditions {
				s.negate(word)
			}
			switch {
			case len(clause.List) == 1:
			case i == 0:
				s.replace(word.Pos(), clause.List[1].Pos(), "")
			default:
				s.replace(clause.List[i-1].End(), word.End(), "")
			}
		}
	}
}

// body drops the statements of a function, but for the last one where that has to return something.
func (s *scope) body(of *ast.FuncType, body *ast.BlockStmt) {
	list := body.List
	if of.Results != nil && len(list) > 0 {
		list = list[:len(list)-1]
	}
	s.statements(list)
	s.bodies[body] = true
}

// statements drops each statement that can be missing without the rest ceasing to compile; the compiler
// sorts out those that cannot.
func (s *scope) statements(list []ast.Stmt) {
	for _, statement := range list {
		switch n := statement.(type) {
		case *ast.AssignStmt:
			if n.Tok != token.DEFINE {
				s.drop(n)
			}
		case *ast.ExprStmt, *ast.IncDecStmt, *ast.DeferStmt, *ast.ReturnStmt, *ast.BranchStmt, *ast.IfStmt, *ast.RangeStmt:
			s.drop(n)
		}
	}
}
